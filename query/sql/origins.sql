WITH {{origin_sums}}
SELECT src.name, src.path, src.kind, u.key, u.name, u.account, o.platform, o.home, o.statements, o.learners, o.scored, o.lms, o.simulation, o.verbs,
    a.iri, a.name, a.names, b.iri, b.name, b.names, c.iri, c.name, c.names, o.oldest, o.newest
FROM origin_sums o JOIN source src USING (source) LEFT JOIN actor u ON u.actor = o.authority
LEFT JOIN verb a ON a.verb = o.verb_1 LEFT JOIN verb b ON b.verb = o.verb_2 LEFT JOIN verb c ON c.verb = o.verb_3
ORDER BY o.statements DESC, src.name, src.path, u.key, o.platform, o.home
