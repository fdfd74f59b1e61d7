WITH {{feedback}} SELECT class, learner, giver, peer, teaches, ts, r, seq FROM feedback ORDER BY class, learner, ts, seq
