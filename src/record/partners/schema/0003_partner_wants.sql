-- What a partner is told of beside what is addressed to it: codes, separated by blanks (identity).
ALTER TABLE partner ADD COLUMN wants TEXT NOT NULL DEFAULT '';
