-- What is asked back of the movement on a form ("confirm:volume-is-out"); `says` is that in words.
ALTER TABLE downtime_form ADD COLUMN asks TEXT NOT NULL DEFAULT '';
