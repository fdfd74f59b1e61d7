-- What is due: for a class, or for all of them (0).
SELECT coalesce(d.class, 0), d.activity, coalesce(al.same_as, a.activity, 0), d.due_at, d.due_day, d.weight, coalesce(d.learner, 0), coalesce(d.grouped, ''), d.excused
FROM due d LEFT JOIN activity a ON a.iri = d.activity LEFT JOIN activity_alias al ON al.activity = a.activity
ORDER BY ALL
