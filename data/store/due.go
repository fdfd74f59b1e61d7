package store

// dueBySaying puts what definitions of activities say of due dates beside the
// lines of due.csv, which go before them. It is due in each class that has
// statements there, and in whatever class where none has. Of several activities
// that are counted as one the newest word counts.
const dueBySaying = `
INSERT INTO due
WITH spoken AS (
	SELECT coalesce(al.same_as, a.activity) AS activity, a.iri, a.due_at, a.due_day, a.dued
	FROM activity a LEFT JOIN activity_alias al USING (activity) WHERE a.dued IS NOT NULL
), said AS (
	SELECT s.activity, a.iri, s.due_at, s.due_day FROM spoken s JOIN activity a USING (activity)
	QUALIFY row_number() OVER (PARTITION BY s.activity ORDER BY s.dued DESC, s.iri) = 1
), stands AS (
	SELECT DISTINCT place, activity FROM place_at WHERE role < 3 AND activity IN (SELECT activity FROM said)
), within AS (
	SELECT class, activity FROM stands JOIN place_class USING (place)
	UNION SELECT class, activity FROM stands JOIN course_place USING (place)
	UNION SELECT e.class, h.activity FROM (SELECT DISTINCT s.actor, p.activity FROM statement s JOIN stands p USING (place) WHERE NOT s.voided) h
		JOIN membership USING (actor) JOIN enrolment e USING (learner) WHERE e.class IN (SELECT class FROM class WHERE whole)
), decided AS (
	SELECT coalesce(al.same_as, a.activity) AS activity, class
	FROM due d JOIN activity a ON a.iri = d.activity LEFT JOIN activity_alias al ON al.activity = a.activity
	WHERE d.learner IS NULL AND d.grouped IS NULL
)
SELECT w.class, s.iri, s.due_at, s.due_day, NULL, NULL, NULL, false
FROM said s LEFT JOIN within w USING (activity)
WHERE NOT EXISTS (FROM decided d WHERE d.activity = s.activity AND (d.class IS NULL OR d.class = w.class))
ORDER BY ALL`
