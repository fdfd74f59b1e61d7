-- Works of each presentation; exams are not due works.
SELECT code_module || ' ' || code_presentation AS class, CAST(id_assessment AS BIGINT) AS work, CAST(date AS DOUBLE) AS due, CAST(weight AS DOUBLE) AS points
FROM read_csv('{folder}/assessments.csv.gz', all_varchar = true)
WHERE assessment_type <> 'Exam' AND code_presentation LIKE '{year}%' AND date <> ''
ORDER BY class, due, work
