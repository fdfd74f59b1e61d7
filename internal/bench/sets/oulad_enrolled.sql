-- All learners of the presentations of a year, without a word on their activity.
SELECT i.code_module || ' ' || i.code_presentation AS class, i.id_student AS learner,
       i.final_result IN ('Fail', 'Withdrawn') AS lost, r.date_registration AS registered, r.date_unregistration AS gone,
       0.0::DOUBLE AS clicks_7, 0.0::DOUBLE AS clicks_14, 0.0::DOUBLE AS clicks_21
FROM read_csv('{folder}/studentInfo.csv.gz', all_varchar = true) AS i
JOIN (SELECT code_module, code_presentation, id_student, TRY_CAST(date_registration AS DOUBLE) AS date_registration,
             TRY_CAST(date_unregistration AS DOUBLE) AS date_unregistration
      FROM read_csv('{folder}/studentRegistration.csv.gz', all_varchar = true)) AS r
  ON r.code_module = i.code_module AND r.code_presentation = i.code_presentation AND r.id_student = i.id_student
WHERE i.code_presentation LIKE '{year}%'
ORDER BY class, CAST(i.id_student AS BIGINT)
