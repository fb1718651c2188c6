-- Every queue of the department. due_at 9007199254740991 is "never", so that both engines sort it last and compare it alike; owner,
-- subject and patient_id 0 are "none".
CREATE TABLE work_item (
  id KEY,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  is_open BIGINT NOT NULL,
  task_status TEXT NOT NULL,
  priority BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  clock_basis TEXT NOT NULL,
  escalate_at BIGINT,
  escalations BIGINT NOT NULL,
  pool TEXT NOT NULL,
  owner BIGINT NOT NULL,
  claimed_at BIGINT,
  waiting_until BIGINT,
  reason_code TEXT NOT NULL,
  subject_type TEXT NOT NULL,
  subject BIGINT NOT NULL,
  second_subject_type TEXT NOT NULL,
  second_subject BIGINT NOT NULL,
  patient_id BIGINT NOT NULL,
  facility BIGINT NOT NULL,
  sensitivity BIGINT NOT NULL,
  rule TEXT NOT NULL,
  detail TEXT NOT NULL,
  search_text TEXT NOT NULL,
  note TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  closed_at BIGINT
);

-- The queue in its order of service; also covers the counts.
CREATE INDEX work_item_queue ON work_item (kind, priority, due_at, id, state, owner, facility, sensitivity, patient_id) WHERE is_open = 1;
CREATE INDEX work_item_closed ON work_item (changed_at, kind) WHERE is_open = 0;
CREATE INDEX work_item_subject ON work_item (subject, kind);
CREATE INDEX work_item_patient ON work_item (patient_id, kind) WHERE patient_id <> 0;
CREATE INDEX work_item_owner ON work_item (owner) WHERE owner <> 0 AND is_open = 1;
CREATE INDEX work_item_escalation ON work_item (kind, escalate_at) WHERE escalate_at IS NOT NULL;
CREATE INDEX work_item_waiting ON work_item (waiting_until) WHERE waiting_until IS NOT NULL;

-- What people wrote; the ledger beside it keeps that they wrote, never the words.
CREATE TABLE work_item_note (
  id KEY,
  work_item BIGINT NOT NULL,
  author BIGINT NOT NULL,
  written_at BIGINT NOT NULL,
  text TEXT NOT NULL
);
CREATE INDEX work_item_note_item ON work_item_note (work_item, id);

CREATE TABLE worklist_view (
  id KEY,
  owner BIGINT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  shared BIGINT NOT NULL,
  pinned BIGINT NOT NULL
);
CREATE UNIQUE INDEX worklist_view_name ON worklist_view (owner, kind, name);
CREATE INDEX worklist_view_shared ON worklist_view (shared) WHERE shared = 1;
