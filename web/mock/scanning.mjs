// SPDX-License-Identifier: Apache-2.0
// The scanning desk of the invented hospital: batches in memory, pages drawn as SVG, every refusal that the screens must show.
import { brief } from './hospital.mjs'
import { newId } from './people.mjs'

export const types = [
  { code: '11506-3', display: 'Progress note', required: ['patient', 'type', 'service_date'] },
  { code: '18842-5', display: 'Discharge summary', required: ['patient', 'type', 'service_date', 'author'] },
  { code: '57133-1', display: 'Referral note', required: ['patient', 'type'] },
]
const titles = { prepped: 'Prepped', scanned: 'Scanned', stopped: 'Stopped', separated: 'Separated', indexed: 'Indexed', qa1: 'First check passed', qa2: 'Second check passed', committed: 'Committed', withdrawn: 'Withdrawn' }
const steps = { stopped: ['separate', 'rescan', 'withdraw'], separated: ['index', 'rescan', 'withdraw'], indexed: ['pass-qa1', 'reindex', 'rescan'], qa1: ['reindex', 'rescan'], qa2: ['reindex'], prepped: ['withdraw'] }
const leads = { separate: 'separated', index: 'indexed', 'pass-qa1': 'qa2', reindex: 'separated', rescan: 'prepped', withdraw: 'withdrawn' }
const reasons = [{ code: 'bad-image', sentence: 'The images are not good enough.' }, { code: 'index-is-wrong', sentence: 'An index is wrong.' }]

/** A batch to be indexed, one of whose pages speaks of somebody else, and one that a separator stopped; a sheet of it is missing. */
export const makeScans = (hospital) => {
  hospital.scans = []
  const made = (title, sheets, patients) => {
    const batch = prepare(hospital, hospital.users[0], { title, sheets, device: 'fi-7800' })
    for (const patient of patients) feed(batch, hospital.patients[patient])
    Object.assign(batch.pages[0], { role: 'separator', document: undefined, place: undefined })
    arrange(batch)
    split(batch, batch.pages[3])
    return batch
  }
  const stopped = made('Clinic 2', 6, [2, 2, 2, 3, 3])
  stopped.state = 'stopped'
  stopped.questions.push({ id: newId(), kind: 'one-way-separator', page: stopped.pages[3].id, text: 'One reader alone reads a cover sheet on page 4.', answers: [{ answer: 'separator', title: 'A separator that says nothing' }, { answer: 'page', title: 'A page of a document' }] })
  made('Ward 4 East', 6, [0, 0, 1, 1, 1, 1])
}

export function prepare(hospital, user, header) {
  const batch = { id: newId(), item: newId(), title: header.title ?? '', state: 'prepped', door: 'upload', device: header.device, sheets: header.sheets, sides: header.duplex ? 2 : 1, operator: { id: user.id, name: user.display_name }, created_at: new Date().toISOString(), version: 1, blanks_dropped: header.blanks_dropped ?? 0, expected_sheets: [], feeds: [], pages: [], documents: [], questions: [] }
  hospital.scans.unshift(batch)
  return batch
}

export function feed(batch, patient) {
  const page = { id: newId(), number: batch.pages.length + 1, feed: 'F', role: 'page', looked_at: true, read: true, width: 850, height: 1100, dpi: 100, skew: 0.4, turned: 0, ink: 0.04, looks_blank: false, has_words: true, symbols: [], about: patient }
  batch.pages.push(page)
  if (!batch.documents.length) batch.documents.push({ id: newId(), pages: [], state: 'open', sampled: false, contradictions: 0 })
  batch.documents.at(-1).pages.push(page.id)
  batch.state = 'separated'
  arrange(batch)
}

function arrange(batch) {
  batch.documents = batch.documents.map((one) => ({ ...one, pages: one.pages.filter((id) => batch.pages.find((page) => page.id === id).role === 'page') })).filter((one) => one.pages.length)
  batch.documents.forEach((one, index) => {
    one.place = index + 1
    one.pages.forEach((id, at) => Object.assign(batch.pages.find((page) => page.id === id), { document: one.id, place: at + 1 }))
  })
  batch.version += 1
}

function split(batch, page) {
  const fresh = { id: newId(), pages: [page.id], state: 'open', sampled: false, contradictions: 0 }
  const at = batch.documents.findIndex((one) => one.pages.includes(page.id))
  if (page.role !== 'page') {
    page.role = 'page'
    batch.documents.splice(batch.documents.filter((one) => batch.pages.find((each) => each.id === one.pages[0]).number < page.number).length, 0, fresh)
  } else {
    const old = batch.documents[at]
    const from = old.pages.indexOf(page.id)
    if (!from) return 'this page begins its document already'
    fresh.pages = old.pages.splice(from)
    batch.documents.splice(at + 1, 0, fresh)
  }
  arrange(batch)
}

/** What is wrong with an edit, or undefined when it is done. */
export function edit(batch, { kind, page: id, document, place, degrees, reason }) {
  const page = batch.pages.find((one) => one.id === id)
  if (kind === 'split') return split(batch, page)
  if (kind === 'join') {
    const at = batch.documents.findIndex((one) => one.id === document)
    if (at < 1) return 'this is the first document of the batch; nothing stands before it'
    batch.documents[at - 1].pages.push(...batch.documents[at].pages)
    batch.documents.splice(at, 1)
  } else if (kind === 'rotate') page.turned = (page.turned + degrees) % 360
  else {
    for (const one of batch.documents) one.pages = one.pages.filter((each) => each !== id)
    Object.assign(page, { role: kind === 'move' ? 'page' : kind, document: undefined, place: undefined, reason: kind === 'reject' ? reason : undefined })
    if (kind === 'move') batch.documents.find((one) => one.id === document).pages.splice((place ?? 99) - 1, 0, id)
  }
  arrange(batch)
}

const counted = (batch, role) => batch.pages.filter((page) => page.role === role).length
function balanceOf(batch) {
  const expected = batch.sheets * batch.sides - batch.blanks_dropped
  const images = batch.pages.length
  const missing = expected - images
  return { sheets: batch.sheets, again: 0, sides: batch.sides, blanks_dropped: batch.blanks_dropped, expected, images, in_documents: counted(batch, 'page'), separators: counted(batch, 'separator'), blanks: counted(batch, 'blank'), rejects: counted(batch, 'reject'), unplaced: 0, holds: !missing, says: missing ? `${batch.sheets} sheets make ${expected} images, and ${images} came: ${Math.abs(missing)} ${missing > 0 ? 'is missing' : 'too many'}` : '' }
}

export const rowOf = (batch) => ({
  id: batch.id, item: batch.item, title: batch.title, state: batch.state, state_title: titles[batch.state], door: batch.door, device: batch.device, sheets: batch.sheets, sides: batch.sides, image_count: batch.pages.length, document_count: batch.documents.length,
  indexed_count: batch.documents.filter((one) => one.state !== 'open').length, open_questions: batch.questions.filter((one) => !one.answer).length, operator: batch.operator, created_at: batch.created_at, reading: { state: batch.pages.length ? 'done' : 'none', done: batch.pages.length, total: batch.pages.length },
})

const open = (batch) => batch.documents.filter((one) => one.state === 'open').length
function whyNot(batch, event) {
  if (event === 'index' && open(batch)) return `${open(batch)} of ${batch.documents.length} documents are not indexed yet`
  return event === 'pass-qa1' && !balanceOf(batch).holds ? balanceOf(batch).says : undefined
}
const spoken = { 'pass-qa1': 'Pass the first check', 'pass-qa2': 'Pass the second check' }
const titleOf = (event) => spoken[event] ?? event.charAt(0).toUpperCase() + event.slice(1).replaceAll('-', ' ')
export const presentScan = (batch) => ({
  ...rowOf(batch), version: batch.version, blanks_dropped: batch.blanks_dropped, expected_sheets: [], feeds: batch.feeds, pages: batch.pages.map(({ about, ...page }) => page), documents: batch.documents, questions: batch.questions, balance: balanceOf(batch),
  events: (steps[batch.state] ?? []).map((event) => ({ event, title: titleOf(event), allowed: !whyNot(batch, event), why: whyNot(batch, event), needs_reason: /^(re|with)/.test(event), reasons })),
})

/** What is wrong with a step, or undefined when it is made. */
export function step(batch, event) {
  const why = !steps[batch.state]?.includes(event) ? `a batch that is ${batch.state} takes no step “${event}”` : whyNot(batch, event)
  if (!why) Object.assign(batch, { state: leads[event], version: batch.version + 1 })
  return why
}

const linesOf = (page) => ['MERCY GENERAL HOSPITAL', 'Progress note', `Patient: ${page.about.name}`, `MRN: ${page.about.mrn}`, `Date of birth: ${page.about.birth_date}`, `Sheet ${page.number}: seen on the ward and to return in a month.`]
const boxOf = (line, from, length) => ({ left: 80 + from * 13, top: 76 + line * 44, width: length * 13, height: 32 })
export const drawn = (page) => `<svg xmlns="http://www.w3.org/2000/svg" width="850" height="1100"><rect width="850" height="1100" fill="#fff"/>${linesOf(page).map((line, index) => `<text x="80" y="${100 + index * 44}" font-family="monospace" font-size="21.6" fill="#111" textLength="${line.length * 13}">${line}</text>`).join('')}</svg>`
export const wordsOf = (page) => linesOf(page).flatMap((line, index) => [...line.matchAll(/\S+/g)].map((word) => ({ text: word[0], line: index, confidence: 96, box: boxOf(index, word.index, word[0].length) })))

export function presentDocument(batch, row, patient) {
  const pages = row.pages.map((id) => batch.pages.find((page) => page.id === id))
  const about = pages[0].about
  const at = batch.documents.indexOf(row)
  const chart = patient ?? row.patient?.id ?? about.id
  const others = pages.filter((page) => page.about.id !== chart)
  return {
    ...row, batch: batch.id, version: batch.version, fields: ['patient', 'encounter', 'type', 'service_date', 'author'].map((name) => ({ name, required: name === 'patient' || name === 'type', key_twice: false })), rule: 'document-imaging/index-fields 1',
    suggestions: {
      patients: [{ patient: brief(about), confidence: 96, evidence: [{ what: 'mrn', says: `page ${pages[0].number} reads record number ${about.mrn}`, page: pages[0].id, box: boxOf(3, 5, about.mrn.length) }, { what: 'name', says: 'the name agrees', page: pages[0].id, box: boxOf(2, 9, about.name.length) }] }],
      encounters: [], types: [{ value: '11506-3', display: 'Progress note', confidence: 75, evidence: [{ what: 'same_type', says: 'Progress note', page: pages[0].id, box: boxOf(1, 0, 13) }] }], service_dates: [{ value: '2026-03-01', confidence: 80, evidence: [] }], authors: [{ value: 'Hale, Ruth', confidence: 60, evidence: [] }], expected: [],
    },
    contradiction_list: others.map((page) => ({ key: `mrn:${page.id}`, page: page.id, what: 'mrn', says: page.about.mrn, box: boxOf(3, 5, page.about.mrn.length), other: brief(page.about), answered: false })),
    previous: batch.documents[at - 1]?.id, next: batch.documents[at + 1]?.id,
  }
}
