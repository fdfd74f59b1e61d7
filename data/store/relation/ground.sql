-- The places of a class, whoever was there.
-- needs: space, enrolled
ground AS (
    SELECT class, place FROM space
    UNION SELECT e.class, p.place FROM enrolled e JOIN course_place p ON p.class = e.own
)
