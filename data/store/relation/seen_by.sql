-- What is seen, under each learner whose record it is: every member of a group, but of a class of the roster those enrolled.
-- needs: seen, enrolled
seen_by AS NOT MATERIALIZED (
    SELECT s.*, m.learner FROM seen s JOIN membership m USING (actor)
    WHERE true
      AND (s.open OR (s.class, m.learner) IN (SELECT class, learner FROM enrolled)) --? enrolling
      AND m.learner IN (SELECT unnest($group::INTEGER[])) --? group
      AND m.learner = $learner --? learner
      AND m.learner BETWEEN $from AND $to --? learner_slice
)
