// SPDX-License-Identifier: Apache-2.0
// The rows of docs/api.md.
import { randomUUID } from 'node:crypto'
import { contentOf } from './documents.mjs'
import { brief, machines } from './hospital.mjs'
import { segmentsOf } from './messages.mjs'
import { newId } from './people.mjs'
import { drawn, edit, feed, prepare, presentDocument, presentScan, rowOf, step, types, wordsOf } from './scanning.mjs'
import { actOn, bulkEvents, filtered, present, sorted } from './worklists.mjs'

export class Refusal extends Error {
  constructor(status, kind, detail, location) {
    super(detail)
    Object.assign(this, { status, kind, location })
  }
}
const missing = (what, id) => new Refusal(404, 'not_found', `no ${what} has the number ${id}`)
const page = (list, query, fallback = 50) => {
  const offset = Number(query.get('offset') ?? 0)
  return { items: list.slice(offset, offset + Number(query.get('limit') ?? fallback)), total: list.length }
}
const whole = (list) => ({ items: list, total: list.length })

export const routes = []
const add = (method, path, run, more = {}) => routes.push({ method, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`), run, ...more })

const minutes = 60_000
const idle = Number(process.env.MOCK_IDLE_SECONDS ?? 900) * 1000
const sessionOf = (session) => ({ user: { id: session.user.id, name: session.user.name, display_name: session.user.display_name, roles: session.user.roles }, permissions: session.permissions, expires_at: new Date(session.expires).toISOString(), idle_at: new Date(session.idle).toISOString(), locked: session.locked, synthetic: true })
const check = (hospital, name, password) => {
  const user = hospital.users.find((one) => one.name === name && !one.disabled)
  if (!user || hospital.passwords.get(name) !== password) throw new Refusal(401, 'unauthenticated', 'Name and password do not fit. Check the capital letters and try again.')
  return user
}
add('POST', '/auth/sign-in', ({ hospital, body, response }) => {
  const user = check(hospital, body.name, body.password)
  const key = randomUUID()
  const permissions = [...new Set(user.roles.flatMap((name) => hospital.roles.find((role) => role.name === name)?.permissions ?? []))]
  const session = { user, permissions, locked: false, idle: Date.now() + idle, expires: Date.now() + 720 * minutes }
  hospital.sessions.set(key, session)
  response.setHeader('Set-Cookie', `charta_session=${key}; HttpOnly; SameSite=Strict; Path=/`)
  return sessionOf(session)
}, { open: true })
add('POST', '/auth/sign-out', ({ hospital, session }) => {
  for (const [key, one] of hospital.sessions) if (one === session) hospital.sessions.delete(key)
}, { whileLocked: true })
add('POST', '/auth/lock', ({ session }) => void (session.locked = true), { whileLocked: true })
add('POST', '/auth/unlock', ({ hospital, session, body }) => {
  check(hospital, session.user.name, body.password)
  Object.assign(session, { locked: false, idle: Date.now() + idle })
  return sessionOf(session)
}, { whileLocked: true })
add('POST', '/auth/extend', ({ session }) => (Object.assign(session, { idle: Date.now() + idle }), sessionOf(session)))
add('GET', '/api/session', ({ session }) => sessionOf(session), { whileLocked: true })
add('GET', '/api/events', () => undefined)

const counts = (hospital, kind) => {
  const open = hospital.items.filter((item) => item.kind === kind && !machines[kind].final.includes(item.state))
  return { kind, title: machines[kind].title, open: open.length, overdue: open.filter((item) => item.due_at && Date.parse(item.due_at) < Date.now()).length, stat: open.filter((item) => item.priority === 'stat').length, unowned: open.filter((item) => !item.owner).length }
}
add('GET', '/api/home', ({ hospital }) => ({
  tiles: Object.keys(machines).map((kind) => ({ ...counts(hospital, kind), link: `/app/worklists/${kind}` })),
  intake: { received_today: hospital.messages.length, held: hospital.messages.filter((one) => one.state === 'held').length, filed_today: hospital.messages.filter((one) => one.state === 'filed').length, last_received_at: hospital.messages[0].received_at },
  reconciliation: { at: new Date(Date.now() - 6 * 60 * minutes).toISOString(), unexplained: counts(hospital, 'reconciliation').open },
}))
add('GET', '/api/worklists', ({ hospital, session }) => Object.entries(machines).map(([kind, machine]) => ({
  ...counts(hospital, kind),
  states: Object.entries(machine.states).map(([state, title]) => ({ state, title, count: hospital.items.filter((item) => item.kind === kind && item.state === state).length, final: machine.final.includes(state) })),
  reasons: machine.reasons,
  bulk_events: bulkEvents(kind, session),
})), { permission: 'read-worklists' })
const listed = ({ hospital, session, captured, query }) => {
  if (!machines[captured[0]]) throw missing('worklist', captured[0])
  return sorted(filtered(hospital.items.filter((item) => item.kind === captured[0]), query, session), query.get('sort') || 'priority,due_at')
}
add('GET', '/api/worklists/{kind}', (ask) => {
  const { items, total } = page(listed(ask), ask.query)
  return { items: items.map((item) => present(item, ask.session)), total }
}, { permission: 'read-worklists' })
const csv = (name, columns, rows) => ({
  bytes: Buffer.from([columns, ...rows].map((row) => row.map((cell) => `"${String(cell ?? '').replaceAll('"', '""')}"`).join(',')).join('\r\n') + '\r\n'),
  type: 'text/csv; charset=utf-8', headers: { 'Content-Disposition': `attachment; filename="${name}.csv"` },
})
const cellOf = (row, id) => ({ patient: row.patient?.name ?? row.named, mrn: row.patient?.mrn, birth_date: row.patient?.birth_date, reason: row.reason?.sentence, state: row.state_title ?? row.state, owner: row.owner?.name, user: row.user?.name, subject: row.subject?.kind })[id] ?? row[id]
const exported = (name, rows, query) => {
  const columns = (query.get('columns') ?? 'id').split(',')
  return csv(name, columns, rows.map((row) => columns.map((id) => cellOf(row, id))))
}
add('GET', '/api/worklists/{kind}/export', (ask) => exported(ask.captured[0], listed(ask).map((item) => present(item, ask.session)), ask.query), { permission: 'export-lists' })
const findItem = (hospital, id) => hospital.items.find((item) => item.id === id) ?? (() => { throw missing('work item', id) })()
add('GET', '/api/work-items/{id}', ({ hospital, captured, session }) => present(findItem(hospital, captured[0]), session))
add('POST', '/api/work-items/{id}/acts', ({ hospital, captured, body, session }) => {
  const item = actOn(findItem(hospital, captured[0]), body, session, hospital)
  hospital.moved()
  return present(item, session)
})
add('POST', '/api/work-items/acts', ({ hospital, body, session }) => {
  const results = body.ids.map((id) => {
    try {
      return { id, ok: true, item: present(actOn(findItem(hospital, id), body, session, hospital), session) }
    } catch (error) {
      return { id, ok: false, problem: error.message }
    }
  })
  hospital.moved()
  return { results }
})
add('GET', '/api/views', ({ hospital, session }) => hospital.views.filter((view) => view.shared || view.owner === session.user.name).map(({ owner, ...view }) => ({ ...view, mine: owner === session.user.name })))
add('POST', '/api/views', ({ hospital, body, session }) => {
  const view = { ...body, id: body.id ?? newId(), owner: session.user.name }
  hospital.views = [...hospital.views.filter((one) => one.id !== view.id), view]
  return { ...view, mine: true }
})
add('DELETE', '/api/views/{id}', ({ hospital, captured }) => void (hospital.views = hospital.views.filter((view) => view.id !== captured[0])))

const findPatient = (hospital, id, session) => {
  const patient = hospital.patients.find((one) => one.id === id)
  if (!patient) throw missing('patient', id)
  if (session && patient.restricted && !hospital.opened.has(`${session.user.name} ${id}`)) throw new Refusal(403, 'forbidden', 'This record is restricted. Break the glass if care needs it; every use is reviewed.', 'glass')
  return patient
}
const folded = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
function whyFits(patient, asked) {
  const [family, given] = asked.split(/[,\s]+/).map(folded)
  const names = [patient.name, ...patient.former_names]
  const fits = (name) => { const [f, g] = folded(name).split(', '); return f.startsWith(family) && (!given || g.startsWith(given)) }
  if (fits(patient.name)) return 'name'
  if (names.some(fits)) return 'former name'
  if (patient.mrns.some((mrn) => mrn.value.startsWith(asked))) return patient.mrn.startsWith(asked) ? 'MRN' : 'old MRN'
  const digits = asked.replace(/\D/g, '')
  const [y, m, d] = patient.birth_date.split('-')
  if (digits.length === 8 && [y + m + d, d + m + y, m + d + y].includes(digits)) return 'birth date'
  return ''
}
add('GET', '/api/patients/find', ({ hospital, query }) => {
  const hits = hospital.patients.map((patient) => ({ ...patient, why: whyFits(patient, query.get('q').trim()) })).filter((hit) => hit.why)
  return { items: hits.slice(0, Number(query.get('limit') ?? 20)), total: hits.length }
}, { permission: 'search-record' })
add('GET', '/api/patients/{id}', ({ hospital, captured }) => findPatient(hospital, captured[0]), { permission: 'read-record' })
add('GET', '/api/patients/{id}/timeline', ({ hospital, captured, query, session }) => {
  const kinds = query.get('kind')?.split(',')
  return page(hospital.timelineOf(findPatient(hospital, captured[0], session)).filter((entry) => !kinds || kinds.includes(entry.kind)), query)
}, { permission: 'read-record' })
add('GET', '/api/patients/{id}/expected', ({ hospital, captured, session }) => whole(hospital.items.filter((item) => item.kind === 'expected-record' && item.patient?.id === findPatient(hospital, captured[0], session).id).map((item) => present(item, session))), { permission: 'read-record' })
const entries = (list, query) => sorted(list.filter((entry) => (!query.get('act') || entry.act === query.get('act')) && (!query.get('user') || entry.user?.id === query.get('user'))), query.get('sort') || '-at')
const ofPatient = ({ hospital, captured, query }) => entries(hospital.ledger.filter((entry) => entry.patient?.id === captured[0]), query)
add('GET', '/api/patients/{id}/ledger/export', (ask) => exported('ledger', ofPatient(ask), ask.query), { permission: 'export-lists' })
add('GET', '/api/ledger/export', ({ hospital, query }) => exported('ledger', entries(hospital.ledger, query), query), { permission: 'export-lists' })
add('GET', '/api/patients/{id}/ledger', ({ hospital, captured, query }) => page(entries(hospital.ledger.filter((entry) => entry.patient?.id === captured[0]), query), query), { permission: 'read-ledger' })
const findDocument = (hospital, id) => hospital.documents.get(id) ?? (() => { throw missing('document', id) })()
add('GET', '/api/documents/{id}', ({ hospital, captured }) => findDocument(hospital, captured[0]))
add('GET', '/api/documents/{id}/content', ({ hospital, captured }) => {
  const document = findDocument(hospital, captured[0])
  return { bytes: contentOf(document), type: document.content_type.startsWith('text') ? `${document.content_type}; charset=utf-8` : document.content_type, headers: { 'Content-Security-Policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:", 'X-Content-Type-Options': 'nosniff' } }
})
add('GET', '/api/encounters/{id}', ({ captured }) => ({ id: captured[0], class: 'inpatient', status: 'in-progress', location: '4 West', from: new Date(Date.now() - 86400000).toISOString(), documents: [] }))

const findMessage = (hospital, id) => hospital.messages.find((one) => one.id === id) ?? (() => { throw missing('message', id) })()
const shown = ({ likely, raw, acknowledgement, outcome, ...row }) => row
const fullMessage = (message, session) => {
  const { likely, ...own } = message
  const open = message.state === 'held'
  const may = (permission) => open && session.permissions.includes(permission)
  return { ...own, segments: segmentsOf(message.raw), allowed: { replay: may('replay-messages'), assign: may('assign-patient'), ignore: may('ignore-messages') } }
}
const found = ({ hospital, query }) => {
  const text = (name) => (query.get(name) ?? '').toLowerCase()
  const states = query.get('state')?.split(',')
  return hospital.messages.filter((one) => (!states || states.includes(one.state)) && one.partner.toLowerCase().includes(text('partner')) && one.type.toLowerCase().includes(text('type')) && one.control_id.toLowerCase().includes(text('control_id')) && (!query.get('patient') || one.patient?.id === query.get('patient')) && (!query.get('from') || one.received_at >= query.get('from')) && (!query.get('until') || one.received_at.slice(0, 10) <= query.get('until'))).map(shown)
}
add('GET', '/api/messages/export', (ask) => exported('messages', found(ask), ask.query), { permission: 'export-lists' })
add('GET', '/api/messages', (ask) => page(found(ask), ask.query), { permission: 'read-messages' })
add('GET', '/api/messages/{id}', ({ hospital, captured, session }) => fullMessage(findMessage(hospital, captured[0]), session), { permission: 'read-messages' })
const settle = (hospital, message, state, patient, text) => {
  Object.assign(message, { state, patient: patient && brief(patient), reason: undefined })
  message.outcome = [...message.outcome, { text, link: patient && `/app/patients/${patient.id}` }]
  const item = hospital.items.find((one) => one.id === message.work_item)
  if (item) Object.assign(item, { state, closed_at: new Date().toISOString(), changed_at: new Date().toISOString(), version: item.version + 1 })
  hospital.moved()
}
add('POST', '/api/messages/{id}/replay', ({ hospital, captured, body, session }) => {
  const message = findMessage(hospital, captured[0])
  if (message.state !== 'held') throw new Refusal(422, 'business_rule', `message ${message.control_id} is ${message.state}; only held messages are replayed`)
  const raw = body.text ?? message.raw
  const pid = raw.split(/[\r\n]+/).find((line) => line.startsWith('PID'))?.split('|') ?? []
  const patient = hospital.patients.find((one) => one.mrn === pid[3]?.split('^')[0])
  if (!patient || patient.birth_date.replaceAll('-', '') !== pid[7]) throw new Refusal(422, 'business_rule', patient ? 'The birth date in PID-7 still disagrees with the record.' : `No patient has the MRN ${pid[3]?.split('^')[0]}.`, patient ? 'PID-7' : 'PID-3')
  if (body.text) message.mended_from = message.id
  message.raw = raw
  settle(hospital, message, 'filed', patient, 'Mended and replayed; filed by MRN, name and birth date.')
  return fullMessage(message, session)
}, { permission: 'replay-messages' })
add('POST', '/api/messages/{id}/assign', ({ hospital, captured, body, session }) => {
  const message = findMessage(hospital, captured[0])
  settle(hospital, message, 'filed', findPatient(hospital, body.patient), `Assigned by ${session.user.display_name}.`)
  return fullMessage(message, session)
}, { permission: 'assign-patient' })
add('POST', '/api/messages/{id}/ignore', ({ hospital, captured, body, session }) => {
  if (!body.reason) throw new Refusal(400, 'missing', 'a reason is needed', 'reason')
  const message = findMessage(hospital, captured[0])
  settle(hospital, message, 'ignored', undefined, `Closed with the reason “${body.reason}”.`)
  return fullMessage(message, session)
}, { permission: 'ignore-messages' })
add('GET', '/api/loose/{id}/candidates', ({ hospital, captured }) => {
  const id = captured[0]
  const likely = hospital.messages.find((one) => one.id === id || one.work_item === id)?.likely ?? hospital.items.find((one) => one.id === id || one.subject.id === id)?.likely
  if (!likely) return whole([])
  const second = hospital.patients.find((one) => one.name.split(',')[0] === likely.name.split(',')[0] && one !== likely) ?? hospital.patients[1]
  const reasons = (full) => [{ field: 'Name', agrees: full, text: full ? 'Name agrees' : 'Family name agrees, given name differs' }, { field: 'Birth date', agrees: full, text: full ? 'Birth date agrees' : 'Birth date differs' }, { field: 'MRN', agrees: false, text: 'MRN differs' }, { field: 'Sex', agrees: true, text: 'Sex agrees' }]
  return whole([{ patient: { ...likely, why: 'name' }, score: 284, reasons: reasons(true) }, { patient: { ...second, why: 'name' }, score: -41, reasons: reasons(false) }])
})
add('POST', '/api/loose/{id}/file', ({ hospital, captured, body, session }) => {
  const item = hospital.items.find((one) => one.id === captured[0] || one.subject.id === captured[0])
  if (!item) throw missing('loose document', captured[0])
  Object.assign(item, { state: 'filed', patient: brief(findPatient(hospital, body.patient)), closed_at: new Date().toISOString(), version: item.version + 1 })
  hospital.moved()
  return present(item, session)
}, { permission: 'file-documents' })
add('GET', '/api/reconciliation', ({ hospital }) => {
  const open = hospital.items.filter((item) => item.kind === 'reconciliation' && item.state === 'open')
  return { at: new Date(Date.now() - 6 * 60 * minutes).toISOString(), unexplained: open.length, classes: machines.reconciliation.reasons.slice(0, 2).map((reason) => ({ code: reason.code, title: reason.sentence.replace('.', ''), open: open.filter((item) => item.reason.code === reason.code).length, link: `/app/worklists/reconciliation?reason=${reason.code}` })) }
}, { permission: 'read-worklists' })
add('GET', '/api/jobs', ({ hospital }) => {
  for (const job of hospital.jobs.filter((one) => one.state === 'running')) job.done = Math.min(job.total, job.done + 700)
  return whole([...hospital.jobs].reverse())
}, { permission: 'manage-jobs' })
const findJob = (hospital, id) => hospital.jobs.find((one) => one.id === id) ?? (() => { throw missing('job', id) })()
add('POST', '/api/jobs', ({ hospital, body }) => {
  const job = { id: newId(), kind: body.kind, title: body.kind === 'reconcile' ? 'Reconciliation' : body.kind, state: 'running', done: 0, total: 9000, message: '', created_at: new Date().toISOString(), eta_seconds: 30, may_cancel: true, may_retry: false }
  hospital.jobs.push(job)
  return job
}, { permission: 'manage-jobs' })
add('POST', '/api/jobs/{id}/cancel', ({ hospital, captured }) => Object.assign(findJob(hospital, captured[0]), { state: 'cancelled', may_cancel: false, may_retry: true }), { permission: 'manage-jobs' })
add('POST', '/api/jobs/{id}/retry', ({ hospital, captured }) => Object.assign(findJob(hospital, captured[0]), { state: 'running', message: '', may_cancel: true, may_retry: false }), { permission: 'manage-jobs' })
add('GET', '/api/ledger', ({ hospital, query }) => page(entries(hospital.ledger, query), query), { permission: 'read-ledger' })
add('GET', '/api/ledger/verify', ({ hospital }) => ({ holds: true, entries: hospital.ledger.length, sealed: hospital.ledger.length - 3, unsealed: 3, checkpoints: 2 }), { permission: 'verify-ledger' })

add('GET', '/api/users', ({ hospital }) => whole(hospital.users), { permission: 'manage-people' })
add('POST', '/api/users', ({ hospital, body }) => {
  if (hospital.users.some((user) => user.name === body.name)) throw new Refusal(422, 'business_rule', `the name ${body.name} is taken; choose another`, 'name')
  if (!body.is_program && (body.password ?? '').length < 12) throw new Refusal(400, 'invalid', 'a password has at least 12 characters', 'password')
  const user = { id: newId(), disabled: false, is_program: false, created_at: new Date().toISOString(), ...body, password: undefined }
  hospital.users.push(user)
  hospital.passwords.set(body.name, body.password)
  return user
}, { permission: 'manage-people' })
const findUser = (hospital, name) => hospital.users.find((one) => one.name === name) ?? (() => { throw missing('person', name) })()
add('POST', '/api/users/{name}', ({ hospital, captured, body: { password, ...changes } }) => Object.assign(findUser(hospital, captured[0]), changes), { permission: 'manage-people' })
add('POST', '/api/users/{name}/tokens', () => ({ token: `charta_${randomUUID().replaceAll('-', '')}` }), { permission: 'manage-people' })
add('GET', '/api/roles', ({ hospital }) => whole(hospital.roles))
add('GET', '/api/partners', ({ hospital }) => whole(hospital.partners), { permission: 'manage-partners' })
add('POST', '/api/partners', ({ hospital, body }) => {
  const known = hospital.partners.find((one) => one.id === body.id)
  if (known && known.version !== body.version) throw new Refusal(412, 'version_conflict', 'somebody else changed this partner; load it again')
  if (known) return Object.assign(known, body, { version: known.version + 1 })
  const partner = { ...body, id: newId(), version: 1 }
  hospital.partners.push(partner)
  return partner
}, { permission: 'manage-partners' })
add('GET', '/api/outbox', ({ hospital }) => whole(hospital.outbox), { permission: 'manage-partners' })
for (const [act, state] of [['retry', 'waiting'], ['cancel', 'cancelled']]) {
  add('POST', `/api/outbox/{id}/${act}`, ({ hospital, captured }) => void Object.assign(hospital.outbox.find((one) => one.id === captured[0]) ?? {}, { state }), { permission: 'manage-partners' })
}
add('GET', '/api/rules', ({ hospital }) => whole(hospital.rules))
add('POST', '/api/glass', ({ hospital, session, body }) => {
  check(hospital, session.user.name, body.password)
  hospital.opened.add(`${session.user.name} ${body.patient}`)
  const until = new Date(Date.now() + 60 * minutes).toISOString()
  hospital.glass.unshift({ id: newId(), user: session.user.display_name, user_id: session.user.id, patient: brief(findPatient(hospital, body.patient)), reason: body.reason, explanation: body.explanation, at: new Date().toISOString(), until, reviewed: false })
  return { until }
}, { permission: 'break-glass' })
add('GET', '/api/glass', ({ hospital, query }) => whole(hospital.glass.filter((use) => !query.get('unreviewed') || !use.reviewed)), { permission: 'review-glass' })
add('POST', '/api/glass/{id}/review', ({ hospital, captured, body }) => Object.assign(hospital.glass.find((one) => one.id === captured[0]), { reviewed: true, verdict: body.verdict ?? 'appropriate', finding: body.finding }), { permission: 'review-glass' })
add('GET', '/api/palette', ({ hospital, query }) => {
  const asked = query.get('q').trim()
  const patients = hospital.patients.filter((patient) => whyFits(patient, asked)).slice(0, 8).map((patient) => ({ kind: 'patient', title: patient.name, subtitle: `${patient.birth_date} · MRN ${patient.mrn}`, link: `/app/patients/${patient.id}` }))
  const messages = hospital.messages.filter((one) => one.control_id.toLowerCase() === asked.toLowerCase()).map((one) => ({ kind: 'message', title: one.control_id, subtitle: one.partner, link: `/app/messages/${one.id}` }))
  return whole([...patients, ...messages])
})

/** The made hospital has no index: what is looked for stands nowhere. */
add('POST', '/api/documents/search', ({ body }) => {
  const words = (body.text ?? '').toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  if (!words.length) throw new Refusal(400, 'missing', 'say at least one word that shall stand in the document', 'text')
  return { total: 0, more: false, terms: words.map((word) => ({ words: [word] })), items: [] }
}, { permission: 'search-record' })

const desk = { permission: 'file-documents' }
const scanOf = (hospital, id) => hospital.scans.find((one) => one.id === id) ?? (() => { throw missing('scan batch', id) })()
const pageOf = (hospital, id) => hospital.scans.flatMap((one) => one.pages).find((one) => one.id === id) ?? (() => { throw missing('scanned page', id) })()
const draftOf = (hospital, id) => {
  const batch = hospital.scans.find((one) => one.documents.some((each) => each.id === id))
  if (!batch) throw missing('document in the making', id)
  return [batch, batch.documents.find((one) => one.id === id)]
}
const refuse = (why, location) => {
  if (why) throw new Refusal(422, 'business_rule', why, location)
}
const whileAt = (batch, ...states) => refuse(!states.includes(batch.state) && `this batch is ${batch.state}; this is done while it is ${states.join(' or ')}`, 'state')
const unlessChanged = (batch, version) => {
  if (version && version !== batch.version) throw new Refusal(412, 'version_conflict', `scan batch ${batch.id} was changed meanwhile; look at it again`, 'version')
}
add('GET', '/api/scanning/batches', ({ hospital, query }) => page(hospital.scans.filter((one) => !query.get('state') || query.get('state').split(',').includes(one.state)).map(rowOf), query), desk)
add('POST', '/api/scanning/batches', ({ hospital, session, body }) => presentScan(prepare(hospital, session.user, body)), desk)
add('GET', '/api/scanning/batches/{id}', ({ hospital, captured }) => presentScan(scanOf(hospital, captured[0])), desk)
add('POST', '/api/scanning/batches/{id}/files', ({ hospital, captured }) => {
  const batch = scanOf(hospital, captured[0])
  feed(batch, hospital.patients[0])
  return presentScan(batch)
}, desk)
add('POST', '/api/scanning/batches/{id}/edits', ({ hospital, captured, body }) => {
  const batch = scanOf(hospital, captured[0])
  whileAt(batch, 'separated', 'stopped')
  unlessChanged(batch, body.version)
  for (const one of body.edits) refuse(edit(batch, one), one.kind === 'join' ? 'document' : 'page')
  return presentScan(batch)
}, desk)
add('POST', '/api/scanning/questions/{id}/answer', ({ hospital, captured, body }) => {
  const batch = hospital.scans.find((one) => one.questions.some((each) => each.id === captured[0]))
  batch.questions.find((one) => one.id === captured[0]).answer = body.answer
  if (batch.questions.every((one) => one.answer)) batch.state = 'separated'
  return presentScan(batch)
}, desk)
add('POST', '/api/scanning/batches/{id}/acts', ({ hospital, captured, body }) => {
  const batch = scanOf(hospital, captured[0])
  refuse(step(batch, body.event), 'event')
  return presentScan(batch)
}, desk)
add('POST', '/api/scanning/batches/{id}/commit', ({ hospital, captured }) => {
  const batch = scanOf(hospital, captured[0])
  whileAt(batch, 'qa2')
  batch.state = 'committed'
  for (const one of batch.documents) Object.assign(one, { state: 'committed', resource: { type: 'DocumentReference', id: (hospital.timelines.get(one.patient.id) ?? []).find((entry) => entry.kind === 'document')?.id ?? newId() } })
  return presentScan(batch)
}, desk)
const svg = ({ hospital, captured }) => ({ bytes: Buffer.from(drawn(pageOf(hospital, captured[0]))), type: 'image/svg+xml' })
add('GET', '/api/scanning/pages/{id}/image', svg, desk)
add('GET', '/api/scanning/pages/{id}/thumbnail', svg, desk)
add('GET', '/api/scanning/pages/{id}/words', ({ hospital, captured }) => ({ ...whole(wordsOf(pageOf(hospital, captured[0]))), width: 850, height: 1100 }), desk)
add('GET', '/api/scanning/types', () => ({ ...whole(types), rule: 'document-imaging/index-fields 1', verified: false }), desk)
add('GET', '/api/scanning/documents/{id}', ({ hospital, captured, query }) => presentDocument(...draftOf(hospital, captured[0]), query.get('patient')), desk)
const indexed = (hospital, session, batch, row, body) => {
  whileAt(batch, 'separated')
  unlessChanged(batch, body.version)
  refuse(new Set(body.confirmed).size < 2 && 'compare two identifiers of the chart with the page: name, birth date, record number', 'confirmed')
  const type = types.find((one) => one.code === body.type) ?? (() => { throw new Refusal(422, 'unknown_code', `'${body.type}' is no document type`, 'type') })()
  for (const name of type.required) refuse(!body[name] && `a document of this type needs '${name}'`, name)
  const against = presentDocument(batch, row, body.patient).contradiction_list.find((one) => !body.answered?.includes(one.key))
  refuse(against && `page ${against.page} speaks of somebody else (${against.what}): choose the other patient, take the page out, or say that the chart is right`, 'answered')
  Object.assign(row, { state: 'indexed', patient: brief(hospital.patients.find((one) => one.id === body.patient)), type, service_date: body.service_date, author: body.author, indexed_by: { id: session.user.id, name: session.user.display_name }, indexed_at: new Date().toISOString(), contradictions: body.answered?.length ?? 0 })
  batch.version += 1
  return presentDocument(batch, row)
}
add('POST', '/api/scanning/documents/{id}/index', ({ hospital, session, captured, body }) => indexed(hospital, session, ...draftOf(hospital, captured[0]), body), desk)
add('POST', '/api/scanning/documents/{id}/same-as-previous', ({ hospital, session, captured, body }) => {
  const [batch, row] = draftOf(hospital, captured[0])
  const before = batch.documents[batch.documents.indexOf(row) - 1]
  refuse(!before?.patient && 'the document before this one is not indexed; there is nothing to take over', 'previous')
  return indexed(hospital, session, batch, row, { ...body, patient: before.patient.id, author: before.author, type: body.type || before.type.code, service_date: body.service_date || before.service_date })
}, desk)
