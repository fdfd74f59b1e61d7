-- Which of some items lie below which area, or train which skill.
SELECT b.area, a.iri, a.name, a.names, t.area AS holds, b.area IN (SELECT skill FROM activity_skill) AS skill, b.activity
FROM activity_below b JOIN titled a ON a.activity = b.area JOIN activity_tree t ON t.activity = b.area
WHERE b.activity IN (SELECT unnest($items::INTEGER[])) AND b.area <> b.activity
ORDER BY a.iri, b.activity
