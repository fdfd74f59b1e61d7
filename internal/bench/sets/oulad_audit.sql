-- What learners are, for the audit alone: no model sees any of it. Bands of
-- deprivation are the lowest and the highest three of ten; one of them is written
-- without its percent sign.
SELECT code_module || ' ' || code_presentation AS class, id_student AS learner,
       CASE WHEN rtrim(imd_band, '%') IN ('0-10', '10-20', '20-30') THEN '0-30 %'
            WHEN rtrim(imd_band, '%') IN ('70-80', '80-90', '90-100') THEN '70-100 %' ELSE '' END AS imd,
       COALESCE(disability, '') AS disability, COALESCE(gender, '') AS gender
FROM read_csv('{folder}/studentInfo.csv.gz', all_varchar = true)
WHERE code_presentation LIKE '{year}%'
ORDER BY class, learner
