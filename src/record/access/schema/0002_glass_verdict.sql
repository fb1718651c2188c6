-- What a review of emergency access came to, as a code beside the words of the finding.
ALTER TABLE access_glass ADD COLUMN verdict TEXT;
