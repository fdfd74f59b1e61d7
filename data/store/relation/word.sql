-- What somebody said about others: whom it is about, where it was said, and where the work was done: the learner it names, or
-- whose statement it names. While classes are scored it is read once for all (temp.spoken).
-- needs: chosen
word AS (
    FROM temp.spoken --? keeping
    SELECT s.seq, s.actor, s.ts, s.known, s.r, s.place, m.learner, s.place AS done_at --? !keeping
    FROM chosen s JOIN membership m ON m.actor = s.object_actor WHERE s.feedback AND NOT s.voided AND NOT s.voiding --? !keeping
    UNION SELECT s.seq, s.actor, s.ts, s.known, s.r, s.place, m.learner, w.place --? !keeping
    FROM chosen s JOIN statement w ON w.id = s.object_ref JOIN membership m ON m.actor = w.actor --? !keeping
    WHERE s.feedback AND NOT s.voided AND NOT s.voiding AND NOT w.voided --? !keeping
)
