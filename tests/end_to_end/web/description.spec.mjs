// SPDX-License-Identifier: Apache-2.0
// The served description is the truth: whatever the screens read has exactly the shape that /api/openapi.json states, member by
// member, nothing more and nothing less. The client's types are generated from the same shapes.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { deflateSync, crc32 } from 'node:zlib'
import { ask, base, close, fileDocument, misfiledPage, open, patientsAtWork, person, physician, post, reviewer, signIn, signedIn, unique } from './support.mjs'

after(close)

const kinds = { string: (x) => typeof x === 'string', integer: Number.isInteger, number: (x) => typeof x === 'number', boolean: (x) => typeof x === 'boolean', null: (x) => x === null, array: Array.isArray, object: (x) => typeof x === 'object' && x !== null && !Array.isArray(x) }

/** What is wrong with `value`, as paths; `seen` takes the members that were met. */
function faults(schema, value, shapes, path, seen) {
  const shape = flat(schema, shapes)
  if (shape.anyOf) {
    const each = shape.anyOf.map((one) => faults(one, value, shapes, path, seen))
    return each.find((list) => !list.length) ?? each[0]
  }
  if (shape.enum) return shape.enum.includes(value) ? [] : [`${path} is ${JSON.stringify(value)}, none of ${shape.enum.join(', ')}`]
  if (shape.type && !kinds[shape.type](value)) return [`${path} is ${JSON.stringify(value)?.slice(0, 60)}, no ${shape.type}`]
  if (shape.type === 'array') return value.flatMap((one, index) => faults(shape.items, one, shapes, `${path}[${index}]`, seen)).slice(0, 3)
  if (shape.type !== 'object' || shape.additionalProperties) return []
  const told = Object.keys(shape.properties ?? {})
  return [
    ...(shape.required ?? []).filter((name) => !(name in value)).map((name) => `${path}.${name} is missing`),
    ...Object.keys(value).filter((name) => !told.includes(name)).map((name) => `${path}.${name} is not described`),
    ...told.filter((name) => name in value).flatMap((name) => (seen.add(`${path.replace(/\[\d+\]/g, '[]')}.${name}`), faults(shape.properties[name], value[name], shapes, `${path}.${name}`, seen))),
  ]
}

/** A reference or a composition as one shape. */
function flat(schema, shapes) {
  if (schema.$ref) return flat(shapes[schema.$ref.split('/').at(-1)], shapes)
  if (!schema.allOf) return schema
  const parts = schema.allOf.map((part) => flat(part, shapes))
  return { type: 'object', properties: Object.assign({}, ...parts.map((part) => part.properties)), required: parts.flatMap((part) => part.required ?? []) }
}

const described = async (page) => (await page.request.get(`${base}/api/openapi.json`)).json()

/** A document brought to another record and back, and a record suspected to hold two persons and found to hold one: the hospital is as before. */
async function repaired(page, document, patients) {
  const { type, id } = document.resource
  const move = await post(page, '/api/moves', { type, id, to: patients.at(-1).id, reason: 'wrong-patient', note: 'read the wristband' })
  await post(page, `/api/moves/${move.id}/take-back`, { reason: 'moved-in-error' })
  const overlay = await post(page, `/api/patients/${move.from.id}/overlay`, { reason: 'two-names' })
  await post(page, `/api/work-items/${overlay.id}/acts`, { event: 'not-an-overlay', reason: 'one-person-after-all' })
  return { document: document.resource, move, overlay }
}

/** A grey page of 600 by 800 dots with a few black lines, as PNG: something that a scanner might send. */
function drawnPage() {
  const part = (name, data) => {
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(Buffer.concat([Buffer.from(name), data])))
    return Buffer.concat([length, Buffer.from(name), data, sum])
  }
  const header = Buffer.from([0, 0, 2, 88, 0, 0, 3, 32, 8, 0, 0, 0, 0])
  const row = (y) => Buffer.concat([Buffer.from([0]), Buffer.alloc(600, y % 80 < 20 && y > 100 && y < 700 ? 0 : 255)])
  const rows = Buffer.concat(Array.from({ length: 800 }, (_, y) => row(y)))
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), part('IHDR', header), part('IDAT', deflateSync(rows)), part('IEND', Buffer.alloc(0))])
}

/** A batch of one page, read by the real readers. */
async function scanned(page) {
  const made = await post(page, '/api/scanning/batches', { title: 'Described', sheets: 1 })
  const fed = await page.request.post(`${base}/api/scanning/batches/${made.id}/files`, { data: drawnPage(), headers: { 'X-Charta': '1', 'Content-Type': 'image/png' } })
  assert.equal(fed.status(), 200, await fed.text())
  for (let round = 0; round < 300; round++) {
    const batch = await (await page.request.get(`${base}/api/scanning/batches/${made.id}`)).json()
    if (batch.state !== 'scanned') return batch
    await new Promise((done) => setTimeout(done, 200))
  }
  assert.fail('the page was not read within a minute')
}

/** The work item of what a machine finds wrong in this document: it looks half a minute after it was filed. */
async function warned(page, document) {
  for (let round = 0; round < 300; round++) {
    const item = (await ask(page, `/api/documents/${document}/warnings`))[0]?.item
    if (item) return item
    await new Promise((done) => setTimeout(done, 300))
  }
  assert.fail('nothing was found wrong in the document')
}

/** A production set of a note, made. */
async function madeSet(page, patient) {
  await fileDocument(page, patient, { title: 'Progress note', contentType: 'text/plain', bytes: 'Seen today.' })
  const { id } = await post(page, `/api/patients/${patient}/productions`, { definition: 'legal-health-record', purpose: 'court', custodian: 'Rosa Keller', custodian_title: 'Custodian of records' })
  for (let round = 0; round < 300; round++) {
    const set = await (await page.request.get(`${base}/api/productions/${id}`)).json()
    if (set.state === 'made') return { id, patient }
    await new Promise((done) => setTimeout(done, 200))
  }
  assert.fail('the set was not made within a minute')
}

/** A note that its physician wrote and signed, and one that was sent back. */
async function signedNote(page, file) {
  await post(page, '/api/signers', { account: physician, key: 'urn:described|1', name: 'Ruth Hale, MD', standing: 'attending' })
  const theirs = await open()
  await signIn(theirs, { name: physician, password: person.password })
  const write = (text) => post(theirs, '/api/notes', { encounter: file.detail.encounter, type: '11506-3', text })
  const [note, wrong] = [await write('Seen.'), await write('Wrong.')]
  const shown = await (await theirs.request.get(`${base}/api/signable/${note.id}`)).json()
  const { items } = await post(theirs, '/api/signatures', { password: person.password, documents: [{ document: shown.document, version: shown.version, digest: shown.digest, meaning: 'author' }] })
  return { note: note.id, signature: items[0].id, correction: await post(theirs, '/api/corrections', { document: { type: 'DocumentReference', id: wrong.id }, words: 'Nothing of it.' }) }
}

/** Addresses to read for each described route: ids are taken from what the lists name. */
async function examples(page) {
  const first = async (path) => (await ask(page, path))[0]
  const patients = await patientsAtWork(page)
  const [message, held, loose] = [await first('/api/messages?state=filed&limit=1'), await first('/api/worklists/held-message?limit=1'), await first('/api/worklists/loose-document?limit=1')]
  const pairs = await ask(page, '/api/worklists/identity?closed=1&limit=3')
  const entries = (await Promise.all(patients.slice(0, 20).map((one) => ask(page, `/api/patients/${one.id}/timeline?limit=100`)))).flat()
  const of = (kind) => entries.filter((entry) => entry.kind === kind).slice(0, 3)
  const { document, move, overlay } = await repaired(page, of('document')[0], patients)
  const wrongSide = await fileDocument(page, patients[0].id, { title: 'Operative note', contentType: 'text/plain', bytes: 'PROCEDURE: Left knee arthroscopy.\nDESCRIPTION OF PROCEDURE:\nThe right knee was prepped and draped.' })
  const scan = await scanned(page)
  const misfile = await misfiledPage(page)
  const study = (await ask(page, '/api/worklists/held-imaging-object?closed=1&limit=1'))[0]
  const objects = (await (await page.request.get(`${base}/api/held-imaging/${study.id}`)).json()).objects
  const studies = (await Promise.all(patients.map((one) => ask(page, `/api/patients/${one.id}/timeline?kind=imaging`)))).flat().filter((entry) => entry.kind === 'imaging')
  await post(page, `/api/work-items/${misfile.item.id}/acts`, { event: 'confirm', reason: 'compared-with-the-chart' })
  const produced = await madeSet(page, misfile.other.id)
  const files = (await ask(page, '/api/worklists/chart-completeness?closed=1&limit=100')).filter((one) => one.patient)
  const owing = await ask(page, '/api/worklists/deficiency?closed=1&limit=20')
  const marked = of('document').at(-1).resource.id
  const place = { ...(await post(page, `/api/documents/${marked}/places`, { comment: 'See here', page: 1, region: { left: 0, top: 0, width: 1000, height: 333 } })), patient: (await ask(page, `/api/documents/${marked}`)).patient.id }
  const wardCopies = (await ask(page, '/api/floor')).wards.flatMap((ward) => ward.copies)
  const floorRun = wardCopies.find((copy) => copy.run)?.run
  const statCalls = await ask(page, '/api/floor/calls')
  const copies = await ask(page, '/api/distribution/copies?limit=100')
  const query = await post(page, '/api/queries', { patient: files[0].patient.id, encounter: files[0].detail.encounter, purpose: 'missing-diagnosis', format: 'open', title: 'Clarification of treatment', question: 'What was treated?' })
  const signed = await signedNote(page, files[0])
  const typed = await post(page, '/api/data-entry', { document: { type: 'DocumentReference', id: marked }, form: 'office-visit' })
  const amendment = await post(page, '/api/amendment-requests', { patient: place.patient, received_on: new Date().toISOString().slice(0, 10), channel: 'letter', wanted: 'Strike what is marked.', documents: [{ document: { type: 'DocumentReference', id: marked } }] })
  await post(page, '/api/distribution/opt-outs', { patient: place.patient, reason: 'asked by letter' })
  const line = (await ask(page, '/api/paper/pull-list'))[0]
  const missing = (await ask(page, '/api/worklists/missing-volume?limit=1'))[0]
  const room = (await ask(page, '/api/paper/places?text=file%20room&kind=room'))[0]
  const order = (await ask(page, '/api/off-site/orders?closed=1'))[0]
  const audits = await ask(page, '/api/paper/audits?all=1')
  await post(page, '/api/counter/scans', { device: 'described', scans: [{ number: 1, kind: 'check-in', barcode: line.volume.barcode, at_time: new Date().toISOString(), difference: 5 }, { number: 2, kind: 'check-in', barcode: '4711', at_time: new Date().toISOString() }] })
  const handOffs = await ask(page, '/api/shift/hand-offs')
  const coded = await ask(page, '/api/worklists/coding?closed=1&limit=50')
  const stays = coded.filter((one) => one.patient && one.state !== 'not-ready' && one.state !== 'ready').map((one) => one.detail.encounter)
  const warning = await warned(page, wrongSide)
  return {
    '/api/paper/scan': [line.volume.barcode, line.requisition.slip, line.volume.chart_number, room.barcode, '4711'].map((code) => `/api/paper/scan?code=${code}`),
    '/api/paper/audits': ['/api/paper/audits?all=1'],
    '/api/paper/audits/{id}': audits.map((one) => `/api/paper/audits/${one.id}`),
    '/api/counter/scans': ['/api/counter/scans', '/api/counter/scans?all=1'],
    '/api/paper/volumes/{id}': [`/api/paper/volumes/${line.volume.id}`],
    '/api/paper/volumes/{id}/hunt': [missing.subject.id, line.volume.id].map((id) => `/api/paper/volumes/${id}/hunt`),
    '/api/patients/{id}/paper': [line.volume.patient.id, patients[0].id].map((id) => `/api/patients/${id}/paper`),
    '/api/shift/walk': [`/api/shift/walk?requisitions=${line.requisition.id}`],
    '/api/shift/hand-offs/{id}': handOffs.map((one) => `/api/shift/hand-offs/${one.id}`),
    '/api/paper/places': ['/api/paper/places', '/api/paper/places?text=o', `/api/paper/places?parent=${room.id}`],
    '/api/paper/places/{id}/shelf-plan': [`/api/paper/places/${room.id}/shelf-plan`],
    '/api/patients/{id}/holdings': [line.volume.patient.id, patients[0].id].map((id) => `/api/patients/${id}/holdings`),
    '/api/off-site/orders': ['/api/off-site/orders?closed=1'],
    '/api/off-site/orders/{id}': [`/api/off-site/orders/${order.id}`],
    '/api/off-site/retirement': [`/api/off-site/retirement?room=${room.id}&from=00&until=99`],
    '/api/paper/places/{id}/volumes': [`/api/paper/places/${room.id}/volumes?limit=20`],
    '/api/scanning/batches/{id}': [`/api/scanning/batches/${scan.id}`],
    '/api/scanning/pages/{id}/words': scan.pages.map((one) => `/api/scanning/pages/${one.id}/words`),
    '/api/scanning/documents/{id}': scan.documents.map((one) => `/api/scanning/documents/${one.id}`),
    '/api/worklists/{kind}': ['expected-record?limit=100', 'held-message?limit=100', 'expected-record?closed=1&limit=100', 'reconciliation?limit=20'].map((tail) => `/api/worklists/${tail}`),
    '/api/work-items/{id}': [held, ...(await ask(page, '/api/worklists/expected-record?limit=3'))].filter(Boolean).map((item) => `/api/work-items/${item.id}`),
    '/api/patients/find': ['a', 'sm', 'ferreira', patients[0].mrn].map((text) => `/api/patients/find?q=${text}&limit=50`),
    '/api/patients/{id}': patients.slice(0, 10).map((one) => `/api/patients/${one.id}`),
    '/api/patients/{id}/chart': patients.slice(0, 5).flatMap((one) => ['', '?order=problem', '?order=timeline'].map((order) => `/api/patients/${one.id}/chart${order}`)),
    '/api/patients/{id}/completeness': unique(files.map((one) => one.patient.id)).slice(0, 5).map((id) => `/api/patients/${id}/completeness`),
    '/api/deficiencies': ['/api/deficiencies', '/api/deficiencies?which=incomplete', '/api/deficiencies?responsible='],
    '/api/deficiencies/{id}': owing.slice(0, 5).map((one) => `/api/deficiencies/${one.detail.deficiency}`),
    '/api/patients/{id}/deficiencies': unique(owing.map((one) => one.patient?.id).filter(Boolean)).slice(0, 5).map((id) => `/api/patients/${id}/deficiencies`),
    '/api/patients/{id}/places': [`/api/patients/${place.patient}/places`],
    '/api/documents/{id}/places': [`/api/documents/${place.document.id}/places`],
    '/api/encounters/{id}/completeness': files.slice(0, 5).map((one) => `/api/encounters/${one.detail.encounter}/completeness`),
    '/api/patients/{id}/timeline': patients.slice(0, 5).map((one) => `/api/patients/${one.id}/timeline`),
    '/api/patients/{id}/expected': patients.slice(0, 3).map((one) => `/api/patients/${one.id}/expected`),
    '/api/patients/{id}/ledger': patients.slice(0, 3).map((one) => `/api/patients/${one.id}/ledger`),
    '/api/documents/{id}': of('document').map((entry) => `/api/documents/${entry.resource.id}`),
    '/api/encounters/{id}': of('encounter').map((entry) => `/api/encounters/${entry.resource.id}`),
    '/api/messages': ['/api/messages?limit=100', '/api/messages?state=held&limit=50'],
    '/api/messages/{id}': [message.id, held?.subject.id].filter(Boolean).map((id) => `/api/messages/${id}`),
    '/api/loose/{id}/candidates': [held, loose].filter(Boolean).map((item) => `/api/loose/${item.id}/candidates`),
    '/api/patients/{id}/links': unique([patients[0].id, ...pairs.flatMap((item) => [item.subject.id, item.second_subject.id])]).map((id) => `/api/patients/${id}/links`),
    '/api/identity/{id}': pairs.map((item) => `/api/identity/${item.id}`),
    '/api/identity/{id}/preview': pairs.map((item) => `/api/identity/${item.id}/preview?survivor=${item.subject.id}`),
    '/api/patients/{id}/moves': [move.from, move.to].map((one) => `/api/patients/${one.id}/moves`),
    '/api/moves/preview': [`/api/moves/preview?type=${document.type}&id=${document.id}`],
    '/api/moves/{id}/seen': [`/api/moves/${move.id}/seen`],
    '/api/held-imaging/{item}': [`/api/held-imaging/${study.id}`],
    '/api/imaging-objects/{id}': objects.map((one) => `/api/imaging-objects/${one.id}`),
    '/api/imaging-studies/{id}': studies.map((one) => `/api/imaging-studies/${one.resource.id}`),
    '/api/misfiles/{id}': [`/api/misfiles/${misfile.item.id}`],
    '/api/misfiles/{id}/seen': [`/api/misfiles/${misfile.item.id}/seen`],
    '/api/patients/{id}/withheld': [`/api/patients/${misfile.chart.id}/withheld`],
    '/api/disasters/{id}': (await ask(page, '/api/disasters')).slice(0, 3).map((one) => `/api/disasters/${one.id}`),
    '/api/downtime/events/{id}': (await ask(page, '/api/downtime')).events.slice(0, 3).map((one) => `/api/downtime/events/${one.id}`),
    '/api/signable/{id}': [`/api/signable/${signed.note}`, ...of('document').map((entry) => `/api/signable/${entry.resource.id}`)],
    '/api/signatures/{id}': [`/api/signatures/${signed.signature}`],
    '/api/corrections/{id}': [`/api/corrections/${signed.correction.id}`],
    '/api/correction-of-item/{id}': [`/api/correction-of-item/${signed.correction.item}`],
    '/api/floor': ['/api/floor'],
    '/api/floor/runs/{id}': floorRun ? [`/api/floor/runs/${floorRun}`] : [],
    '/api/floor/figures': ['/api/floor/figures'],
    '/api/floor/calls': ['/api/floor/calls'],
    '/api/floor/call-of-item/{id}': statCalls.slice(0, 2).map((one) => `/api/floor/call-of-item/${one.item}`),
    '/api/loose-filing': ['/api/loose-filing'],
    '/api/documents/{id}/filing-proofs': wardCopies.slice(0, 2).map((one) => `/api/documents/${one.document.id}/filing-proofs`),
    '/api/coding/cases/{id}': stays.map((one) => `/api/coding/cases/${one}`),
    '/api/coding/cases/{id}/suggestions': stays.slice(0, 3).map((one) => `/api/coding/cases/${one}/suggestions`),
    '/api/coding/cases/{id}/claim': stays.slice(0, 3).map((one) => `/api/coding/cases/${one}/claim`),
    '/api/patients/{id}/coding': coded.filter((one) => one.patient).slice(0, 5).map((one) => `/api/patients/${one.patient.id}/coding`),
    '/api/coding/books': ['/api/coding/books'],
    '/api/coding/kept': ['/api/coding/kept'],
    '/api/coding/tabular': ['', '?level=0', '?code=I50.9', '?code=W19', '?code=S72.011A'].map((asked) => `/api/coding/tabular${asked}`),
    '/api/coding/questions': ['', '?answers=kS72', '?answers=p'].map((asked) => `/api/coding/questions${asked}`),
    '/api/coding/index': ['?words=anem', '?words=anemia+acute', '?path=Anemia&words=acute', '?path=Anemia,+blood+loss,+acute,+hemorrhagic', '?path=Anemia,+of+the+moon', '?words=arthritis'].map((asked) => `/api/coding/index${asked}`),
    '/api/coding/procedures': ['', '?pattern=0DT', '?pattern=0DTJ4ZZ'].map((asked) => `/api/coding/procedures${asked}`),
    '/api/coding/services': ['?words=vaccine', '?words=G0008'].map((asked) => `/api/coding/services${asked}`),
    '/api/coding/cases/{id}/before': stays.slice(0, 3).map((one) => `/api/coding/cases/${one}/before`),
    '/api/coding/case-mix': ['service', 'physician', 'month', 'drg'].map((by) => `/api/coding/case-mix?by=${by}&group=*`),
    '/api/amendment-terms': ['/api/amendment-terms'],
    '/api/amendment-figures': ['/api/amendment-figures'],
    '/api/record-warning-of-item/{id}': [`/api/record-warning-of-item/${warning}`],
    '/api/record-warning-figures': ['/api/record-warning-figures'],
    '/api/amendment-requests': ['/api/amendment-requests'],
    '/api/amendment-requests/{id}': [`/api/amendment-requests/${amendment.id}`],
    '/api/amendment-of-item/{id}': [`/api/amendment-of-item/${amendment.item}`],
    '/api/patients/{id}/amendment-requests': [`/api/patients/${place.patient}/amendment-requests`],
    '/api/documents/{id}/amendments': [`/api/documents/${marked}/amendments`],
    '/api/documents/{id}/warnings': [`/api/documents/${marked}/warnings`],
    '/api/query-terms': ['/api/query-terms'],
    '/api/query-figures': ['/api/query-figures'],
    '/api/distribution': ['/api/distribution'],
    '/api/distribution/copies': ['/api/distribution/copies', '/api/distribution/copies?trouble=1', '/api/distribution/copies?channel=fax&current=1'],
    '/api/distribution/copies/{id}': copies.slice(0, 5).map((one) => `/api/distribution/copies/${one.id}`),
    '/api/distribution/copies/{id}/changes': copies.slice(0, 5).map((one) => `/api/distribution/copies/${one.id}/changes`),
    '/api/distribution/of-item/{id}': copies.filter((one) => one.item && one.state !== 'failed').slice(0, 3).map((one) => `/api/distribution/of-item/${one.item}`),
    '/api/distribution/of/{type}/{id}': copies.slice(0, 3).map((one) => `/api/distribution/of/${one.document.type}/${one.document.id}`),
    '/api/distribution/recipients': ['/api/distribution/recipients', '/api/distribution/recipients?q=a'],
    '/api/distribution/opt-outs': ['/api/distribution/opt-outs', `/api/distribution/opt-outs?patient=${place.patient}`],
    '/api/queries/{id}': [`/api/queries/${query.id}`],
    '/api/query-of-item/{id}': [`/api/query-of-item/${query.item}`],
    '/api/patients/{id}/queries': [`/api/patients/${query.patient}/queries`],
    '/api/data-entry/{id}': [`/api/data-entry/${typed.id}`],
    '/api/data-entry-of-item/{id}': [`/api/data-entry-of-item/${typed.item}`],
    '/api/patients/{id}/typed-values': [`/api/patients/${place.patient}/typed-values`],
    '/api/record-definitions': ['/api/record-definitions'],
    '/api/patients/{id}/productions/preview': ['legal-health-record', 'designated-record-set'].map((one) => `/api/patients/${produced.patient}/productions/preview?definition=${one}`),
    '/api/patients/{id}/productions': [`/api/patients/${produced.patient}/productions`],
    '/api/productions/{id}': [`/api/productions/${produced.id}`],
    '/api/productions/{id}/changes': [`/api/productions/${produced.id}/changes`],
    '/api/overlays/{id}': [`/api/overlays/${overlay.id}`],
    '/api/overlays/{id}/copies': [`/api/overlays/${overlay.id}/copies`],
    '/api/ledger': ['/api/ledger?limit=200'],
    '/api/palette': [`/api/palette?q=${patients[0].mrn}`],
  }
}

/** Read by other means, or no JSON. */
const leftOut = new Set(['/api/events', '/api/amendment-letters/{id}/pdf', '/api/coding/audit', '/api/completion/letters/preview', '/api/completion/letters/{id}/pdf', '/api/imaging-objects/{id}/frames/{frame}', '/api/imaging-objects/{id}/original', '/api/openapi.json', '/api/docs', '/api/docs.js', '/api/docs.css', '/api/documents/{id}/content', '/api/documents/{id}/text', '/api/scanning/pages/{id}/image', '/api/scanning/pages/{id}/thumbnail', '/api/patients/{id}/ccd', '/api/off-site/orders/{id}/form', '/api/productions/{id}/pdf', '/api/productions/{id}/hashes', '/api/floor/runs/{id}/sheet', '/api/floor/runs/{id}/copies', '/api/floor/badges/{account}', '/api/loose-filing/print'])
const isFile = (path) => path.endsWith('/export')  // CSV, which has no members

test('every answer has exactly the shape that the description states', async (t) => {
  const page = await signedIn()
  const { paths, components } = await described(page)
  const known = await examples(page)
  const officer = await open()
  await signIn(officer, { name: reviewer, password: person.password })
  const seen = new Set()
  const wrong = []
  for (const [path, { get }] of Object.entries(paths)) {
    if (!get || leftOut.has(path) || isFile(path) || !path.startsWith('/api/')) continue
    const schema = get.responses['200']?.content?.['application/json']?.schema
    if (!schema) wrong.push(`${path} has no described answer`)
    else if (path.includes('{') && !known[path]?.length) wrong.push(`${path} was not read`)
    else
      for (const address of known[path] ?? [path]) {
        const answer = await (path === '/api/glass' ? officer : page).request.get(base + address)
        if (answer.status() !== 200) wrong.push(`${address} answered ${answer.status()}`)
        else wrong.push(...faults(schema, await answer.json(), components.schemas, path, seen))
      }
  }
  t.diagnostic(`${seen.size} members met`)
  assert.deepEqual([...new Set(wrong.map((one) => one.replace(/\[\d+\]/g, '[]')))], [])
  assert.ok(seen.size > 250, `only ${seen.size} members were met`)
})

test('a refusal is a problem as described', async () => {
  const page = await signedIn()
  const { components } = await described(page)
  for (const [path, status] of [['/api/patients/0000000000000', 404], ['/api/worklists/no-such-kind', 404]]) {
    const answer = await page.request.get(base + path)
    assert.equal(answer.status(), status, path)
    assert.match(answer.headers()['content-type'], /application\/problem\+json/)
    assert.deepEqual(faults(components.schemas.Problem, await answer.json(), components.schemas, path, new Set()), [])
  }
})
