-- What was handed in; results of an earlier year that were taken over are left out,
-- and what has no result.
SELECT CAST(id_assessment AS BIGINT) AS work, id_student AS learner, TRY_CAST(date_submitted AS DOUBLE) AS day, TRY_CAST(score AS DOUBLE) / 100 AS result
FROM read_csv('{folder}/studentAssessment_noNA.csv.gz', all_varchar = true)
WHERE is_banked = '0' AND TRY_CAST(date_submitted AS DOUBLE) IS NOT NULL AND TRY_CAST(score AS DOUBLE) IS NOT NULL
ORDER BY work, CAST(id_student AS BIGINT)
