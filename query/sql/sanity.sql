WITH {{odd_scores, enrolled}},
people AS (
    SELECT DISTINCT s.source, s.problem, m.learner FROM odd_scores s JOIN membership m USING (actor)
    WHERE true
      AND (s.open OR (s.class, m.learner) IN (SELECT class, learner FROM enrolled)) --? enrolling
      AND m.learner IN (SELECT unnest($group::INTEGER[])) --? group
      AND m.learner = $learner --? learner
)
SELECT src.name, o.problem, o.statements, coalesce(p.learners, 0), o.activities, o.left_out, o.example::VARCHAR
FROM (
    SELECT source, problem, count(*) AS statements, count(DISTINCT activity) AS activities, count(*) FILTER (WHERE left_out) AS left_out,
        arg_min(id, (ts, id)) AS example
    FROM odd_scores GROUP BY source, problem
) o JOIN source src USING (source) LEFT JOIN (SELECT source, problem, count(*) AS learners FROM people GROUP BY source, problem) p USING (source, problem)
ORDER BY o.left_out DESC, o.statements DESC, src.name, src.path, o.problem
