-- Who is in the house, who left lately and who is expected: asked every few minutes for the downtime pack.
CREATE INDEX encounter_visit_open ON encounter_visit (status, last_event_at) WHERE status IN ('in-progress', 'planned');
CREATE INDEX encounter_visit_ended ON encounter_visit (ended_at) WHERE ended_at IS NOT NULL;
