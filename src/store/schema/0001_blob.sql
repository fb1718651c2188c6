-- Who needs which bytes. A blob without a row here may be collected after the grace period.
CREATE TABLE blob_reference(
  digest BLOB NOT NULL,
  owner_kind TEXT NOT NULL,
  owner BIGINT NOT NULL,
  PRIMARY KEY (digest, owner_kind, owner)
) CLUSTERED;
CREATE INDEX blob_reference_by_owner ON blob_reference(owner_kind, owner);
