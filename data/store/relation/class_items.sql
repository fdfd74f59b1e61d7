-- The items of a class's course: those that were answered there, and all questions of its places, whoever came across them.
-- needs: tries, ground, met
class_items AS (
    SELECT class, activity FROM tries WHERE kind = 'item' AND activity NOT IN (SELECT activity FROM activity_tree WHERE area)
    UNION SELECT g.class, p.activity
    FROM ground g JOIN place_at p USING (place) JOIN activity_tree t ON t.activity = p.activity AND t.question
    JOIN met s ON s.place = g.place
    JOIN keep_own k ON k.class = g.class --? own
    WHERE p.role < 3
      AND s.since <= k.until --? keeping
      AND s.since <= $as_of --? !keeping
)
