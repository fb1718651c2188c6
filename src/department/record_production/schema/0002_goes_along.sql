-- What goes along with a document (requests to amend it, their denial, statement and rebuttal), as a digest: an old set that
-- lacks what would go along today is not handed out.
ALTER TABLE production_document ADD COLUMN along TEXT NOT NULL DEFAULT '';
