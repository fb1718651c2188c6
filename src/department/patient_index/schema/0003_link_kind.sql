-- What a link says: `merge` (the absorbed number is given up), `link` (one person, both numbers stand), `move` (a number that stood with
-- the wrong person). choices: what a person chose field by field, as JSON; it ends with the link.
ALTER TABLE patient_link ADD COLUMN kind TEXT NOT NULL DEFAULT 'merge';
ALTER TABLE patient_link ADD COLUMN choices TEXT NOT NULL DEFAULT '';
