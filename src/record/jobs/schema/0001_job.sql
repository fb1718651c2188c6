-- Long work as rows. state: waiting, running, done, failed, cancelled.
CREATE TABLE job(
  id KEY,
  kind TEXT NOT NULL,
  subject BIGINT NOT NULL,
  payload TEXT NOT NULL,
  ordered_by TEXT NOT NULL,
  state TEXT NOT NULL,
  message TEXT NOT NULL,
  done BIGINT NOT NULL,
  total BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  attempts_max BIGINT NOT NULL,
  cancel_requested BIGINT NOT NULL,
  fence BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  run_at BIGINT NOT NULL,
  started_at BIGINT,
  heartbeat_at BIGINT,
  ended_at BIGINT
);
CREATE INDEX job_waiting ON job(run_at, id) WHERE state = 'waiting';
CREATE INDEX job_running ON job(heartbeat_at) WHERE state = 'running';
CREATE INDEX job_ordered ON job(ordered_by, id) WHERE state IN ('waiting', 'running') AND ordered_by <> '';
CREATE INDEX job_ended ON job(ended_at) WHERE state IN ('done', 'cancelled');
CREATE INDEX job_by_kind ON job(kind, id);
-- Waiting jobs of one kind and subject are one job.
CREATE UNIQUE INDEX job_coalesced ON job(kind, subject) WHERE state = 'waiting' AND subject <> 0;
