-- Clicks before the course began.
SELECT code_module || ' ' || code_presentation AS class, id_student AS learner, COALESCE(TRY_CAST(pre_course_clicks AS DOUBLE), 0) AS clicks
FROM read_csv('{folder}/vle_pre_course_features.csv.gz', all_varchar = true)
WHERE code_presentation LIKE '{year}%'
ORDER BY class, learner
