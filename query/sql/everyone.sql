WITH {{seen}}
SELECT (SELECT count(DISTINCT learner) FROM seen JOIN membership USING (actor)), (SELECT count(*) FROM seen), (SELECT max(ts) FROM seen)
