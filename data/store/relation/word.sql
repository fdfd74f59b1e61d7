-- Whom a piece of feedback is about, and where: the learner it names, or whose statement it names, and where that one stands.
-- needs: chosen
word AS (
    SELECT s.seq, m.learner, s.place FROM chosen s JOIN membership m ON m.actor = s.object_actor WHERE s.feedback
    UNION SELECT s.seq, m.learner, w.place
    FROM chosen s JOIN statement w ON w.id = s.object_ref JOIN membership m ON m.actor = w.actor WHERE s.feedback AND NOT w.voided
)
