-- Large messages stand as blobs: each is needed by its row of the journal, as every other blob is by its owner.
INSERT INTO blob_reference (digest, owner_kind, owner)
  SELECT body, 'message', message FROM message_journal WHERE encoding = 2
  ON CONFLICT DO NOTHING;
