-- Who is in each class, since when, and until when.
WITH {{fellow}}
SELECT f.class, f.learner, l.id, e.begins, e.ends
FROM fellow f JOIN learner l USING (learner)
LEFT JOIN (
    SELECT class, learner, min(begins) AS begins, CASE WHEN count(*) = count(ends) THEN max(ends) END AS ends
    FROM enrolment GROUP BY class, learner
) e USING (class, learner)
ORDER BY f.class, l.id
