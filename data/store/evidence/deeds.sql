-- What learners did, in any order.
WITH {{deeds}} SELECT class, learner, at_us, verb, activity, duration, bears, seq FROM deeds
