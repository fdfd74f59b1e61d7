-- What somebody else said about a learner, or about a statement of hers. It counts where it was said, and where the work was
-- done. peer: who said it learns in the class; teaches: who said it is no learner at all.
-- needs: fellow, ground, word, enrolled, class_period
feedback AS (
    SELECT DISTINCT f.class, f.learner, f.seq, f.ts, f.r, a.key AS giver,
        f.actor IN (SELECT m.actor FROM membership m JOIN fellow USING (learner) WHERE fellow.class = f.class) AS peer,
        f.actor NOT IN (SELECT actor FROM membership) AS teaches
    FROM (
        SELECT f.class, w.learner, w.seq, w.actor, w.ts, w.known, w.r
        FROM word w JOIN fellow f USING (learner)
        WHERE ((f.class, w.place) IN (FROM ground) OR (f.class, w.done_at) IN (FROM ground)
            OR f.class IN (SELECT e.class FROM enrolled e JOIN class c ON c.class = e.own WHERE c.whole))
          AND NOT EXISTS (FROM membership m WHERE m.actor = w.actor AND m.learner = w.learner)
    ) f JOIN actor a ON a.actor = f.actor
    JOIN keep_own k USING (class) --? own
    LEFT JOIN class_period p USING (class) --? periods
    WHERE true
      AND greatest(f.ts, f.known) <= k.until AND (k.since IS NULL OR f.ts >= k.since) AND (k.before IS NULL OR f.ts < k.before) --? keeping
      AND f.ts <= $as_of AND f.known <= $as_of --? !keeping
      AND f.ts >= $since --? since
      AND f.ts < $until --? until
)
