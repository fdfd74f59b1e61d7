-- Whose record an actor's statement is; people > 1 for group work.
who AS (SELECT actor, count(*) AS people, min(learner) AS learner FROM membership GROUP BY actor)
