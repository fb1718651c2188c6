// SPDX-License-Identifier: Apache-2.0
// The shapes of docs/api.md, member by member. Nothing here is computed; what the web derives stands with its feature.

export type Id = string
/** RFC 3339, UTC. */
export type Instant = string
/** YYYY-MM-DD. */
export type Day = string

export interface List<T> { items: T[]; total: number }

export interface PersonRef { id: Id; name: string }
export interface Reason { code: string; sentence: string }
export interface ResourceRef { type: string; id: Id }

export interface Session {
  user: { id: Id; name: string; display_name: string; roles?: string[] }
  permissions: string[]
  expires_at: Instant
  idle_at: Instant
  locked: boolean
  synthetic: boolean
}

export interface Tile { kind: string; title: string; open: number; overdue: number; stat: number; unowned: number; link: string }
export interface Home {
  tiles: Tile[]
  /** Left out for people who may not read messages. */
  intake?: { received_today: number; held: number; filed_today: number; last_received_at?: Instant | null }
  reconciliation?: { at: Instant; unexplained: number } | null
}

export interface WorklistState { state: string; title: string; count: number; final: boolean }
export interface EventOption { event: string; title: string; allowed: boolean; why?: string; needs_reason: boolean; reasons?: Reason[] }
export interface WorklistSummary {
  kind: string
  title: string
  open: number
  overdue: number
  unowned: number
  stat: number
  states: WorklistState[]
  reasons: Reason[]
  bulk_events: (EventOption & { permission: string })[]
}

export type Priority = 'stat' | 'urgent' | 'routine'
export interface PatientBrief { id: Id; name: string; birth_date?: Day; sex?: string; mrn?: string; assigner?: string }
export interface WorkItem {
  id: Id
  kind: string
  state: string
  state_title: string
  priority: Priority
  due_at?: Instant
  clock_basis?: string
  created_at: Instant
  changed_at: Instant
  closed_at?: Instant
  waiting_until?: Instant
  overdue: boolean
  owner?: PersonRef
  pool: string
  reason: Reason | null
  rule?: string
  note?: string
  escalations: number
  version: number
  subject: ResourceRef
  second_subject?: ResourceRef
  patient?: PatientBrief
  detail: Record<string, unknown>
  events: EventOption[]
}
export interface ActRequest { event: string; reason?: string; note?: string; assignee?: Id; waiting_until?: Instant; version?: number }
export interface BulkRequest { ids: Id[]; event: string; reason?: string; note?: string; assignee?: Id }
export interface BulkResult { id: Id; ok: boolean; item?: WorkItem; problem?: string }

export interface View { id: Id; kind: string; name: string; query: string; shared: boolean; pinned: boolean; mine: boolean }
export type NewView = Omit<View, 'id' | 'mine'>

export interface PatientHit extends PatientBrief {
  former_names: string[]
  mrns: { value: string; assigner: string; status: string }[]
  deceased: boolean
  merged_into?: string
  why: string
}
export interface Patient extends PatientHit {
  address?: string
  phone?: string
  alerts: { code: string; text: string }[]
  encounter?: { id: Id; class: string; location: string; since: Instant }
  restricted?: boolean
}

export type EntryKind = 'document' | 'report' | 'order' | 'encounter' | 'message' | 'expected' | 'appointment'
export interface TimelineEntry {
  at: Instant
  kind: EntryKind
  id: Id
  resource: ResourceRef
  title: string
  status: string
  encounter?: Id
  author?: string
  pages?: number
  content_type?: string
}
export interface Document {
  id: Id
  title: string
  type: { code: string; display: string }
  status: string
  completion?: string
  date: Instant
  author?: string
  encounter?: Id
  patient: PatientBrief
  content_type: string
  size: number
  versions: { version: number; at: Instant; by: string }[]
  order?: { id: Id; placer?: string; filler?: string }
  source_message?: Id
}
export interface Encounter {
  id: Id
  class: string
  status: string
  location: string
  from: Instant
  until?: Instant
  reason?: string
  documents: TimelineEntry[]
}

export type MessageState = 'filed' | 'held' | 'ignored' | 'stored' | 'refused' | 'duplicate'
export interface MessageRow {
  id: Id
  received_at: Instant
  partner: string
  type: string
  control_id: string
  state: MessageState
  patient?: PatientBrief
  size: number
  reason?: Reason
  work_item?: Id
}
export interface SegmentPart { position: string | number; name: string; value: string }
export interface SegmentField extends SegmentPart { parts?: SegmentPart[] }
export interface Segment { name: string; title: string; fields: SegmentField[] }
export interface Message extends MessageRow {
  raw: string
  segments: Segment[]
  acknowledgement: string
  outcome: { text: string; link?: string }[]
  mended_from?: Id
  allowed: { replay: boolean; assign: boolean; ignore: boolean }
}
export interface Candidate { patient: PatientHit; score: number; reasons: { field: string; agrees: boolean; text: string }[] }

export interface LedgerEntry {
  id: Id
  at: Instant
  user?: PersonRef
  workstation: string
  act: string
  subject: { kind: string; id: Id }
  patient?: PatientBrief | Id
  reason?: string
  rule?: string
  position: number
  version?: number
}
export interface Verified { holds: boolean; entries: number; sealed: number; unsealed: number; checkpoints: number; first_broken?: string }

export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
export interface Job {
  id: Id
  kind: string
  title: string
  state: JobState
  done: number
  total: number
  message: string
  created_at: Instant
  started_at?: Instant
  ended_at?: Instant
  eta_seconds?: number
  may_cancel: boolean
  may_retry: boolean
}
export interface User {
  id: Id
  name: string
  display_name: string
  roles: string[]
  disabled: boolean
  is_program: boolean
  created_at: Instant
  last_seen_at?: Instant
}
export interface Role { name: string; title: string; permissions: string[] }
export interface Partner {
  id: Id
  name: string
  application: string
  facility_name: string
  default_assigner: string
  zone: string
  charset: string
  endpoint: string
  tls: boolean
  enabled: boolean
  version: number
}
export interface OutboxMessage {
  id: Id
  partner: string
  control_id: string
  state: string
  attempts: number
  created_at: Instant
  next_attempt_at: Instant
  problem?: string
}
export interface Rule {
  id: string
  version: number | string
  title: string
  citation: string
  url: string
  effective_from: Day
  effective_to?: Day
  verified: boolean
  verified_on?: Day
  review_by?: Day
  amber: boolean
  parameters: unknown
}
export interface Reconciliation { at?: Instant; classes: { code: string; title: string; open: number; link: string }[]; unexplained: number }
export interface GlassUse {
  id: Id
  user: PersonRef | string
  patient: PatientBrief
  reason: string
  explanation: string
  at: Instant
  until: Instant
  reviewed: boolean
}
export interface PaletteHit { kind: string; title: string; subtitle: string; link: string }

export interface ProblemBody { type?: string; title?: string; status: number; detail?: string; location?: string; kind?: string }
