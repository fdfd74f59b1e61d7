-- Works of each presentation; exams are not due works.
SELECT code_module || ' ' || code_presentation AS class, CAST(id_assessment AS BIGINT) AS work, TRY_CAST(date AS DOUBLE) AS due, COALESCE(TRY_CAST(weight AS DOUBLE), 10) AS points
FROM read_csv('{folder}/assessments.csv.gz', all_varchar = true)
WHERE assessment_type <> 'Exam' AND code_presentation LIKE '{year}%' AND TRY_CAST(date AS DOUBLE) IS NOT NULL
ORDER BY class, due, work
