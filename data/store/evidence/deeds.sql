-- What learners did, in the order of time.
WITH {{seen_by}}
SELECT class, learner, epoch_us(ts), verb, activity, duration, bears, seq FROM seen_by ORDER BY class, learner, ts, seq
