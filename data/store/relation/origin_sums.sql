-- What came from each origin: a source, and the authority, the platform and the account's homePage that its statements name.
-- scored bear a result that can be read; lms and simulation stand in an activity of that type.
-- needs: origin_parts, enrolled
origin_sums AS (
    SELECT o.class, o.source, o.authority, o.platform, o.home, o.statements, o.scored, o.lms, o.simulation, coalesce(p.learners, 0) AS learners,
        v.verbs, v.verb_1, v.verb_2, v.verb_3, o.oldest, o.newest
    FROM (
        SELECT class, source, authority, platform, home, sum(statements)::BIGINT AS statements, sum(scored)::BIGINT AS scored,
            sum(lms)::BIGINT AS lms, sum(simulation)::BIGINT AS simulation, min(oldest) AS oldest, max(newest) AS newest
        FROM origin_parts GROUP BY class, source, authority, platform, home
    ) o LEFT JOIN (
        SELECT class, source, authority, platform, home, count(*) AS learners FROM (
            SELECT DISTINCT s.class, s.source, s.authority, s.platform, s.home, m.learner FROM origin_parts s JOIN membership m USING (actor)
            WHERE true
              AND (s.open OR (s.class, m.learner) IN (SELECT class, learner FROM enrolled)) --? enrolling
              AND m.learner IN (SELECT unnest($group::INTEGER[])) --? group
              AND m.learner = $learner --? learner
        ) GROUP BY class, source, authority, platform, home
    ) p USING (class, source, authority, platform, home) JOIN (
        SELECT class, source, authority, platform, home, count(*) AS verbs,
            max(verb) FILTER (WHERE place = 1) AS verb_1, max(verb) FILTER (WHERE place = 2) AS verb_2, max(verb) FILTER (WHERE place = 3) AS verb_3
        FROM (
            SELECT c.*, row_number() OVER (PARTITION BY class, source, authority, platform, home ORDER BY statements DESC, iri) AS place
            FROM (
                SELECT class, source, authority, platform, home, verb, sum(statements) AS statements
                FROM origin_parts GROUP BY class, source, authority, platform, home, verb
            ) c JOIN verb USING (verb)
        ) GROUP BY class, source, authority, platform, home
    ) v USING (class, source, authority, platform, home)
)
