-- How many days each presentation lasts.
SELECT code_module || ' ' || code_presentation AS class, CAST(module_presentation_length AS DOUBLE) AS days
FROM read_csv('{folder}/courses.csv.gz', all_varchar = true)
WHERE code_presentation LIKE '{year}%'
ORDER BY class
