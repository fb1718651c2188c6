-- Whoever worked on the coder's side of a case: wrote codes, the abstract, an answer, began or finished it. None of them reviews it.
CREATE TABLE coding_hand (
  encounter BIGINT NOT NULL,
  person BIGINT NOT NULL,
  PRIMARY KEY (encounter, person)
);
INSERT INTO coding_hand (encounter, person)
  SELECT encounter, coder FROM coding_case WHERE coder <> 0
  UNION SELECT encounter, written_by FROM coding_line WHERE sheet = 'coder' AND written_by <> 0
  UNION SELECT encounter, written_by FROM coding_abstract WHERE written_by <> 0
  UNION SELECT encounter, written_by FROM coding_answer WHERE written_by <> 0;

-- What came to a case while somebody worked on it, until they have looked at it.
CREATE TABLE coding_news (
  encounter BIGINT NOT NULL,
  kind TEXT NOT NULL,              -- document-came, document-left, answer-came
  document BIGINT NOT NULL,        -- 0: of none
  came_at BIGINT NOT NULL,
  PRIMARY KEY (encounter, kind, document)
);
