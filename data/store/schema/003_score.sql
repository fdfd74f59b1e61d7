-- What scores need beside the statements. Of statements from before, the new columns are empty until `store rebuild`
-- reads them again.

-- When an activity is due by an extension of its definition; of a whole day due_day. dued: the timestamp of the statement
-- it was taken from (the newest wins). What counts is the table due.
ALTER TABLE activity ADD COLUMN due_at TIMESTAMP;
ALTER TABLE activity ADD COLUMN due_day DATE;
ALTER TABLE activity ADD COLUMN dued TIMESTAMP;

-- The verb whose evidence a verb gives, by the profile; NULL = its own.
ALTER TABLE verb ADD COLUMN means VARCHAR;

-- What a score says of its own bounds (data.ScoreNotes).
ALTER TABLE statement ADD COLUMN score_notes UTINYINT;

-- Views name the columns that their tables had when they were made.
CREATE OR REPLACE VIEW dated AS
SELECT s.*, CASE WHEN src.live AND s.stored IS NOT NULL THEN s.stored ELSE s.ts END AS known
FROM statement s JOIN source src USING (source);
CREATE OR REPLACE VIEW live AS SELECT * FROM dated WHERE NOT voided AND NOT voiding AND object_kind <> 4;
CREATE OR REPLACE VIEW titled AS
SELECT a.* REPLACE (coalesce(d.name, a.name) AS name, CASE WHEN d.name IS NULL THEN a.names END AS names)
FROM activity a LEFT JOIN activity_decision d USING (activity);
