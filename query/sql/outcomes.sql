SELECT o.class, o.learner, o.outcome, o.known FROM outcome o JOIN learner l USING (learner) ORDER BY o.class, l.id
