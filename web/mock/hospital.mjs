// SPDX-License-Identifier: Apache-2.0
// The state of the invented hospital: what the real server keeps in its tables.
import { mediaTypes } from './documents.mjs'
import { acknowledgement, heldReasons, rawMessage } from './messages.mjs'
import { makePatients, makeUsers, newId, physicians, random, roles, services } from './people.mjs'

const hour = 3_600_000
const iso = (time) => new Date(time).toISOString()
export const brief = (patient) => patient && { id: patient.id, name: patient.name, birth_date: patient.birth_date, sex: patient.sex, mrn: patient.mrn, assigner: patient.assigner }

export const machines = {
  'expected-record': {
    title: 'Expected records', pool: 'Chart control',
    states: { expected: 'Expected', dictated: 'Dictated', preliminary: 'Preliminary', filed: 'Filed', excused: 'Not required', cancelled: 'Cancelled' },
    final: ['filed', 'excused', 'cancelled'],
    events: [{ event: 'chase', title: 'Chase', permission: 'work-worklists' }, { event: 'excuse', title: 'Not required', permission: 'excuse-expected-records', to: 'excused', needs_reason: true }],
    reasons: [{ code: 'not-performed', sentence: 'The service was not performed.' }, { code: 'duplicate-order', sentence: 'The order was entered twice.' }, { code: 'included-elsewhere', sentence: 'It is part of another report.' }],
  },
  'held-message': {
    title: 'Held messages', pool: 'Interfaces',
    states: { held: 'Held', filed: 'Filed', ignored: 'Ignored' }, final: ['filed', 'ignored'],
    events: [{ event: 'replay', title: 'Fix and replay', permission: 'replay-messages' }, { event: 'assign_patient', title: 'Assign patient', permission: 'assign-patient' }, { event: 'ignore', title: 'Ignore', permission: 'ignore-messages', to: 'ignored', needs_reason: true }],
    reasons: [...heldReasons, { code: 'test-message', sentence: 'A test message of the sender.' }, { code: 'sent-twice', sentence: 'The sender repeated it.' }],
  },
  'loose-document': {
    title: 'Loose documents', pool: 'Indexing',
    states: { loose: 'Loose', filed: 'Filed', returned: 'Returned' }, final: ['filed', 'returned'],
    events: [{ event: 'file', title: 'File to a patient', permission: 'file-documents' }, { event: 'return', title: 'Return to sender', permission: 'file-documents', to: 'returned', needs_reason: true }],
    reasons: [{ code: 'no-identifier', sentence: 'The page carries no readable identifier.' }, { code: 'two-candidates', sentence: 'Two patients fit equally well.' }, { code: 'not-ours', sentence: 'The document belongs to another hospital.' }],
  },
  reconciliation: {
    title: 'Reconciliation', pool: 'Chart control',
    states: { open: 'Open', explained: 'Explained' }, final: ['explained'],
    events: [{ event: 'explain', title: 'Explain', permission: 'work-worklists', to: 'explained', needs_reason: true }],
    reasons: [{ code: 'document-without-order', sentence: 'A document came without an order.' }, { code: 'order-without-document', sentence: 'An order has no document.' }, { code: 'late-entry', sentence: 'Entered late; now complete.' }],
  },
  'glass-review': {
    title: 'Glass review', pool: 'Privacy',
    states: { unreviewed: 'Unreviewed', reviewed: 'Reviewed' }, final: ['reviewed'],
    events: [{ event: 'review', title: 'Review', permission: 'review-glass' }], reasons: [{ code: 'emergency', sentence: 'Emergency care.' }],
  },
}

export function makeHospital(seed = 42) {
  const rng = random(seed)
  const now = Date.now()
  const h = {
    rng, patients: makePatients(rng, 420), users: makeUsers(), roles, items: [], messages: [], documents: new Map(), timelines: new Map(),
    ledger: [], views: [], jobs: [], outbox: [], scans: [], glass: [], passwords: new Map(), opened: new Set(), sessions: new Map(),
  }
  h.patients.push({ ...h.patients[3], id: newId(), mrn: '555001', mrns: [{ value: '555001', assigner: 'urn:oid:2.999.1', status: 'old' }], merged_into: h.patients[3].mrn, encounter: undefined })
  for (const user of h.users) h.passwords.set(user.name, 'charta')

  const document = (patient, service, at, type) => {
    const made = {
      id: newId(), title: service.document, type: { code: service.code, display: service.title }, status: 'current', completion: rng.chance(0.8) ? 'LA' : 'PA',
      date: iso(at), author: rng.pick(physicians), patient: brief(patient), content_type: type ?? rng.pick(mediaTypes), size: 2048 + rng.below(90000),
      versions: [{ version: 1, at: iso(at), by: 'Laboratory interface' }], order: { id: newId(), placer: `P${rng.below(99999)}`, filler: `F${rng.below(99999)}` },
    }
    h.documents.set(made.id, made)
    return made
  }
  h.timelineOf = (patient) => {
    let list = h.timelines.get(patient.id)
    if (list) return list
    const size = patient === h.patients[0] ? 5000 : 12 + (Number(patient.mrn) % 60)
    list = Array.from({ length: size }, (_, index) => {
      const at = now - index * (size > 1000 ? 4 : 40) * hour - rng.below(3 * 3600) * 1000
      const service = rng.pick(services)
      const kind = index % 7 === 3 ? 'order' : index % 11 === 5 ? 'encounter' : index % 13 === 6 ? 'message' : index % 17 === 8 ? 'appointment' : 'document'
      if (kind === 'document') {
        const doc = document(patient, service, at, index < 5 ? mediaTypes[index % 5] : undefined)
        return { at: doc.date, kind, id: doc.id, resource: { type: 'DocumentReference', id: doc.id }, title: doc.title, status: doc.completion === 'LA' ? 'final' : 'preliminary', author: doc.author, pages: 1 + rng.below(4), content_type: doc.content_type }
      }
      const title = { order: service.title, encounter: 'Inpatient stay', message: 'ORU^R01 filed', appointment: 'Outpatient visit' }[kind]
      return { at: iso(at), kind, id: newId(), resource: { type: 'ServiceRequest', id: newId() }, title, status: kind === 'order' ? 'completed' : 'finished', author: rng.pick(physicians) }
    }).sort((a, b) => b.at.localeCompare(a.at))
    h.timelines.set(patient.id, list)
    return list
  }

  const item = (kind, extra) => {
    const machine = machines[kind]
    const made = {
      id: newId(), kind, state: Object.keys(machine.states)[0], priority: rng.chance(0.06) ? 'stat' : rng.chance(0.2) ? 'urgent' : 'routine', created_at: iso(now - rng.below(90) * hour),
      changed_at: iso(now - rng.below(20) * hour), pool: machine.pool, reason: null, escalations: 0, version: 1, detail: {}, subject: { type: 'x', id: newId() }, ...extra,
    }
    if (rng.chance(0.25)) made.owner = { id: h.users[1].id, name: h.users[1].display_name }
    h.items.push(made)
    return made
  }
  const addMessage = (index, held) => {
    const patient = rng.pick(h.patients)
    const at = now - (index * 0.6 + rng.next()) * hour
    const controlId = `MSG${String(480000 - index)}`
    const reason = held ? heldReasons[index % heldReasons.length] : undefined
    const message = {
      id: newId(), received_at: iso(at), partner: rng.pick(['Laboratory', 'Radiology', 'Admission']), type: 'ORU^R01', control_id: controlId, state: held ? 'held' : 'filed',
      patient: held ? undefined : brief(patient), reason,
      raw: rawMessage({
        controlId, patient, service: rng.pick(services), at: new Date(at),
        mrn: reason?.code === 'no-mrn-match' ? `77${patient.mrn}` : patient.mrn, birth: reason?.code === 'unreadable-field' ? '31 of May' : patient.birth_date,
      }),
      outcome: held ? [{ text: 'Stored and acknowledged; held because: ' + reason.sentence }] : [{ text: 'Filed to the patient by MRN, name and birth date.', link: `/app/patients/${patient.id}` }],
      likely: patient,
    }
    message.size = message.raw.length
    message.acknowledgement = acknowledgement(controlId)
    h.messages.push(message)
    if (held) {
      const work = item('held-message', {
        subject: { type: 'message', id: message.id }, reason, created_at: message.received_at, due_at: iso(at + 24 * hour),
        detail: { partner: message.partner, type: message.type, control_id: controlId, patient_name: patient.name },
      })
      message.work_item = work.id
    }
  }
  for (let index = 0; index < 600; index++) addMessage(index, index % 14 === 0)

  for (let index = 0; index < 230; index++) {
    const patient = rng.pick(h.patients)
    const service = rng.pick(services)
    const due = now + (rng.below(96) - 40) * hour
    item('expected-record', {
      patient: brief(patient), due_at: iso(due), clock_basis: 'ordered', rule: 'expected-records/2026-01@3', escalations: due < now ? rng.below(3) : 0, state: rng.chance(0.15) ? 'dictated' : 'expected',
      subject: { type: 'ServiceRequest', id: newId() },
      detail: {
        document: service.document, service: service.title, department: service.department, ordered_by: rng.pick(physicians), placer: `P${10000 + index}`, filler: `F${20000 + index}`,
        chases: due < now ? [{ at: iso(due), to: service.department, step: 'Department told' }, { at: iso(due + 24 * hour), to: `Head of ${service.department}`, step: 'Head of department told' }].filter((chase) => Date.parse(chase.at) < now) : [],
      },
    })
  }
  for (let index = 0; index < 36; index++) {
    const patient = rng.pick(h.patients)
    const doc = document(patient, rng.pick(services), now - rng.below(60) * hour, mediaTypes[index % mediaTypes.length])
    item('loose-document', {
      subject: { type: 'DocumentReference', id: doc.id }, reason: machines['loose-document'].reasons[index % 2], due_at: iso(now + (rng.below(50) - 8) * hour),
      detail: { title: doc.title, source: rng.pick(['Scan batch 118', 'Fax', 'Laboratory']), pages: 1 + rng.below(5), patient_name: patient.name }, likely: patient,
    })
  }
  for (let index = 0; index < 14; index++) {
    const patient = rng.pick(h.patients)
    item('reconciliation', { patient: brief(patient), reason: machines.reconciliation.reasons[index % 2], due_at: iso(now + rng.below(20) * hour), detail: { title: rng.pick(services).document } })
  }
  for (let index = 0; index < 3; index++) {
    const patient = rng.pick(h.patients)
    h.glass.push({ id: newId(), user: h.users[2].display_name, user_id: h.users[2].id, patient: brief(patient), reason: 'emergency', explanation: 'Patient brought in unconscious; the ward asked for the earlier operative report.', at: iso(now - (index + 1) * 7 * hour), until: iso(now - (index + 1) * 7 * hour + hour), reviewed: false })
    item('glass-review', { patient: brief(patient), reason: machines['glass-review'].reasons[0], subject: { type: 'glass', id: h.glass[index].id }, due_at: iso(now + 40 * hour) })
  }
  const acts = ['viewed', 'filed', 'received', 'searched', 'amended', 'transitioned', 'exported', 'signed_in']
  for (let index = 0; index < 1800; index++) {
    const patient = index % 3 ? rng.pick(h.patients) : h.patients[0]
    const user = rng.chance(0.75) ? rng.pick(h.users.slice(0, 5)) : undefined
    h.ledger.push({ id: newId(), at: iso(now - index * 0.11 * hour), user: user && { id: user.id, name: user.display_name }, workstation: `HIM-${1 + rng.below(12)}`, act: rng.pick(acts), subject: { kind: rng.pick(['Patient', 'DocumentReference', 'message', 'work_item']), id: newId() }, patient: brief(patient), reason: rng.chance(0.15) ? 'no-mrn-match' : undefined, position: 1800 - index, version: 1 })
  }
  const job = (title, kind, state, done, total, more = {}) =>
    h.jobs.push({ id: newId(), kind, title, state, done, total, message: '', created_at: iso(now - 2 * hour), started_at: iso(now - hour), may_cancel: state === 'running' || state === 'waiting', may_retry: state === 'failed', ...more })
  job('Nightly reconciliation', 'reconcile', 'done', 18220, 18220, { ended_at: iso(now - 0.9 * hour) })
  job('Scrub stored documents', 'scrub', 'running', 31200, 80000, { eta_seconds: 640 })
  job('Import /archive/1998', 'import', 'failed', 120, 900, { message: 'File 121 is not HL7: no MSH segment. The 120 before it are filed.', ended_at: iso(now - hour / 2) })
  h.outbox.push(
    { id: newId(), partner: 'Referral clinic', control_id: 'CH000071', state: 'waiting', attempts: 3, created_at: iso(now - 3 * hour), next_attempt_at: iso(now + 60_000), problem: 'Connection refused by 10.0.4.17:2575' },
    { id: newId(), partner: 'Laboratory', control_id: 'CH000070', state: 'accepted', attempts: 1, created_at: iso(now - 4 * hour), next_attempt_at: iso(now - 4 * hour) },
  )
  h.partners = ['Laboratory', 'Radiology', 'Admission', 'Referral clinic'].map((name, index) => ({ id: newId(), name, application: name.slice(0, 3).toUpperCase(), facility_name: 'FERNHILL', default_assigner: 'urn:oid:2.999.1', zone: 'America/New_York', charset: index ? '' : 'UNICODE UTF-8', endpoint: index === 3 ? '10.0.4.17:2575' : '', tls: index === 3, enabled: true, version: 1 }))
  h.rules = [
    { id: 'access/break-glass', version: 1, title: 'Emergency access: for which reasons, for how long, and who reviews it', citation: '45 CFR 164.312(a)(2)(ii)', url: 'https://www.ecfr.gov/current/title-45/section-164.312', effective_from: '2026-01-01', verified: false, amber: false, parameters: { minutes: 240, explanation_min_length: 10, reasons: [{ code: 'emergency-treatment', sentence: 'Emergency treatment of the patient' }, { code: 'covering', sentence: 'I cover for a colleague' }] } },
    { id: 'expected-records', version: 3, title: 'When each ordered record is due', citation: 'Medical staff bylaws 4.2; 42 CFR 482.24(c)(4)', url: 'https://www.ecfr.gov/current/title-42/section-482.24', effective_from: '2026-01-01', verified: true, verified_on: '2026-09-02', review_by: '2027-09-01', amber: false, parameters: { 'Radiology report': '24 h', 'Operative report': '12 h', 'Discharge summary': '30 d' } },
    { id: 'chase-ladder', version: 1, title: 'Who is told when a record is late', citation: 'Department policy 7', url: '', effective_from: '2025-06-01', verified: false, review_by: '2026-06-01', amber: true, parameters: { steps: ['department at 0 h', 'head at 24 h', 'HIM lead at 72 h'] } },
    { id: 'auto-filing', version: 2, title: 'When a document is filed without a person', citation: 'Joint Commission NPSG.01.01.01', url: 'https://www.jointcommission.org', effective_from: '2026-01-01', verified: true, verified_on: '2026-10-11', review_by: '2027-04-01', amber: false, parameters: { identifiers: ['MRN and assigner', 'name', 'birth date'] } },
  ]
  return h
}
