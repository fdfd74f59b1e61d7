-- Learners of the presentations of a year. Of the
-- Parquet file only the keys and the clicks: its other columns hold outcomes and demographics.
SELECT i.code_module || ' ' || i.code_presentation AS class, i.id_student AS learner,
       i.final_result IN ('Fail', 'Withdrawn') AS lost, r.date_registration AS registered, r.date_unregistration AS gone,
       COALESCE(CAST(c.early_clicks_7d AS DOUBLE), 0) AS clicks_7, COALESCE(CAST(c.early_clicks_14d AS DOUBLE), 0) AS clicks_14,
       COALESCE(CAST(c.early_clicks_21d AS DOUBLE), 0) AS clicks_21
FROM read_parquet('{folder}/early_clicks_7_14_21d.parquet') AS c
JOIN read_csv('{folder}/studentInfo.csv.gz', all_varchar = true) AS i
  ON i.code_module = c.code_module AND i.code_presentation = c.code_presentation AND CAST(i.id_student AS BIGINT) = c.id_student
JOIN (SELECT code_module, code_presentation, id_student, TRY_CAST(date_registration AS DOUBLE) AS date_registration,
             TRY_CAST(date_unregistration AS DOUBLE) AS date_unregistration
      FROM read_csv('{folder}/studentRegistration.csv.gz', all_varchar = true)) AS r
  ON r.code_module = i.code_module AND r.code_presentation = i.code_presentation AND r.id_student = i.id_student
WHERE i.code_presentation LIKE '{year}%'
ORDER BY class, CAST(i.id_student AS BIGINT)
