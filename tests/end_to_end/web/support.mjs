// SPDX-License-Identifier: Apache-2.0
// A browser, a signed-in page, and questions to the server with the person's own session. BASE_URL, CHARTA_USER and
// CHARTA_PASSWORD name the server and a person who may do everything; CHARTA_LIMITED_USER a nurse, who may look and break the
// glass, CHARTA_REVIEWER a privacy officer, CHARTA_COLLEAGUE a second technician, CHARTA_REGISTRAR a registrar, all with the same
// password;
// MLLP_PORT is where the server listens for HL7 v2, when the tests may send messages of their own;
// CHARTA_TOKEN is a program's, for documents that come over FHIR. CHARTA_SLOW=6 makes the browser's processor six times slower,
// to find what only works on a fast machine.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { afterEach } from 'node:test'

const require = createRequire(new URL('../../../web/package.json', import.meta.url))
const { chromium } = require('playwright-core')
const axe = require('axe-core')

export const base = process.env.BASE_URL ?? 'http://127.0.0.1:8080'
export const person = { name: process.env.CHARTA_USER ?? 'admin', password: process.env.CHARTA_PASSWORD ?? 'charta' }
export const limited = process.env.CHARTA_LIMITED_USER ?? 'nurse'
export const physician = process.env.CHARTA_PHYSICIAN ?? 'hale'
export const reviewer = process.env.CHARTA_REVIEWER ?? 'privacy'
export const colleague = process.env.CHARTA_COLLEAGUE ?? 'tech'

/** How long anything may take to appear. Generous: a test that passes does not wait for it, and machines differ. */
export const patience = 60_000
const slowness = Number(process.env.CHARTA_SLOW ?? 1)

const launch = (...more) => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...more] })
let browser
const others = new Set()
const contexts = new Set()
export async function open(options) {
  browser ??= await launch()
  return openIn(browser, options)
}
/** A browser of its own, with these switches; answers what opens a page in it. */
export async function browserWith(...switches) {
  const other = await launch(...switches)
  others.add(other)
  return (options) => openIn(other, options)
}
async function openIn(which, { colorScheme = 'light', bypassCSP = false, viewport = { width: 1440, height: 900 } } = {}) {
  const context = await which.newContext({ colorScheme, bypassCSP, viewport, acceptDownloads: true })
  contexts.add(context)
  const page = await context.newPage()
  page.setDefaultTimeout(patience)
  if (slowness > 1) await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: slowness })
  page.problems = []
  page.on('pageerror', (error) => page.problems.push(error.message))
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) page.problems.push(message.text())
  })
  return page
}
// What a test opened ends with it: its event stream and timers would slow the next one.
afterEach(async () => {
  await Promise.all([...contexts].map((context) => context.close()))
  contexts.clear()
  await Promise.all([...others].map((other) => other.close()))
  others.clear()
})
export const close = async () => {
  await browser?.close()
  browser = undefined
}

export async function signIn(page, { name, password } = person) {
  await page.goto(`${base}/app/`)
  await focused(page.getByLabel('Name', { exact: true })) // by itself: nobody clicks into it
  await page.keyboard.type(name)
  await page.keyboard.press('Tab')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
}

/** Waits until the cursor stands in a field. */
export async function focused(field) {
  await field.waitFor()
  await field.evaluate((element) => new Promise((resolve, reject) => {
    const until = performance.now() + 30_000
    const where = () => document.activeElement?.outerHTML.slice(0, 120)
    const look = () => (element === document.activeElement ? resolve() : performance.now() > until ? reject(new Error(`the cursor stands elsewhere: ${where()}`)) : requestAnimationFrame(look))
    look()
  }))
}

let cookies
/** A page of `person`, signed in through the form once a file; later pages of the file carry on the same session. */
export async function signedIn(options) {
  const page = await open(options)
  if (cookies) await page.context().addCookies(cookies)
  if (cookies && (await page.request.get(`${base}/api/session`)).ok()) {
    await page.goto(`${base}/app/`)
    await page.getByRole('navigation', { name: 'Main' }).waitFor()
  } else {
    await signIn(page)
    cookies = await page.context().cookies()
  }
  return page
}

/** A page with a session of its own, for tests that lock it or end it. */
export async function signedInApart(options) {
  const page = await open(options)
  await signIn(page)
  return page
}

/** Waits until the page has its content: nothing says that it is loading, nothing moves. */
export async function settled(page) {
  await page.locator('main, dialog[open]').filter({ visible: true }).first().waitFor()
  await page.waitForFunction(() => !document.querySelector('[data-loading], [aria-busy=true]') && document.getAnimations().every((one) => one.playState !== 'running' || one.effect?.getComputedTiming().endTime === Infinity))
}

/** What `look` answers once two looks around `act` agree: the simulated hospital goes on meanwhile. */
export async function steady(look, act) {
  for (let tries = 0; tries < 10; tries++) {
    const before = await look()
    const outcome = await act()
    const after = await look()
    if (before === after) return [before, outcome]
  }
  throw new Error('the list never stood still')
}

/** The first of `list` that `wanted` answers truly for. */
export async function firstOf(list, wanted) {
  for (const one of list) if (await wanted(one)) return one
}

export const unique = (list) => [...new Set(list)]

/** Patients the worklists speak of, each once. */
export async function patientsAtWork(page) {
  const items = [...(await ask(page, '/api/worklists/expected-record?limit=100')), ...(await ask(page, '/api/worklists/expected-record?closed=1&limit=100'))]
  return unique(items.map((item) => item.patient?.id).filter(Boolean)).map((id) => items.find((item) => item.patient?.id === id).patient)
}

/** Asks the API as the person signed in on `page`. */
export async function ask(page, path) {
  const response = await page.request.get(base + path, { timeout: patience })
  assert.equal(response.status(), 200, `${path} answered ${response.status()}`)
  const body = await response.json()
  return body.items ?? body
}

/** Does something as the person signed in on `page`; it must succeed. */
export async function post(page, path, body) {
  const response = await page.request.post(base + path, { headers: { 'X-Charta': '1' }, data: body, timeout: patience })
  assert.ok(response.ok(), `${path} answered ${response.status()}: ${await response.text()}`)
  return response.status() === 204 ? undefined : response.json()
}

const hl7Port = Number(process.env.MLLP_PORT ?? 0)

/** Sends HL7 v2 messages one after another on one connection; every one must be acknowledged with AA. False where no listener is named. */
export async function send(messages) {
  if (!hl7Port) return false
  const line = connect(hl7Port, '127.0.0.1')
  try {
    const answers = frames(line)
    for (const message of messages) {
      line.write(`\x0b${message}\x1c\r`)
      const { value } = await answers.next()
      assert.match(value ?? 'closed', /\rMSA\|AA\|/)
    }
  } finally {
    line.destroy()
  }
  return true
}

async function* frames(line) {
  let text = ''
  for await (const chunk of line) {
    text += chunk
    for (let end = text.indexOf('\x1c\r'); end >= 0; end = text.indexOf('\x1c\r')) {
      yield text.slice(1, end)
      text = text.slice(end + 2)
    }
  }
}

const stamp = () => new Date().toISOString().replace(/\D/g, '').slice(0, 14)
const run = String(Date.now() % 100_000_000)

/** A laboratory result for a number nobody has unless `who` says otherwise: the server holds it. */
export function result(number, { mrn = `9${run}${number}`, family = 'Nobody', given = 'Known', born = '19700101' } = {}) {
  const control = `W${run}-${number}`
  return [
    `MSH|^~\\&|LAB|MAIN|CHARTA|MAIN|${stamp()}||ORU^R01^ORU_R01|${control}|P|2.5.1`,
    `PID|1||${mrn}^^^MAIN^MR||${family}^${given}||${born}|F`,
    `ORC|RE||F${control}^LAB`,
    `OBR|1||F${control}^LAB|24323-8^Comprehensive metabolic panel^LN|||${stamp()}|||||||||1001^Hale^Ruth^^^^MD||||||${stamp()}|||F`,
    'OBX|1|NM|2823-3^Potassium^LN||4.1|mmol/L|3.5-5.1|N|||F',
    '',
  ].join('\r')
}

/** A scan nobody put a name to, sent over FHIR by a program. Nothing happens where no token is given. */
export async function sendLooseDocument(page) {
  if (!process.env.CHARTA_TOKEN) return
  const attachment = { contentType: 'text/plain', title: 'Scan without a cover sheet', data: Buffer.from('Seen in the clinic, to return in a month.').toString('base64') }
  const response = await page.request.post(`${base}/fhir/DocumentReference`, {
    headers: { Authorization: `Bearer ${process.env.CHARTA_TOKEN}`, 'Content-Type': 'application/fhir+json' },
    data: JSON.stringify({ resourceType: 'DocumentReference', status: 'current', type: { coding: [{ system: 'http://loinc.org', code: '18842-5' }] }, date: new Date().toISOString(), content: [{ attachment }] }),
  })
  assert.equal(response.status(), 201, await response.text())
}

/** A PDF of one page for each list of lines. */
export function pdfOf(pages) {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', `<< /Type /Pages /Kids [${pages.map((_, index) => `${4 + 2 * index} 0 R`).join(' ')}] /Count ${pages.length} >>`, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>']
  pages.forEach((lines, index) => {
    const text = `BT /F1 14 Tf 72 720 Td 20 TL ${lines.map((line) => `(${line}) Tj T*`).join(' ')} ET`
    objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * index} 0 R >>`, `<< /Length ${text.length} >>\nstream\n${text}\nendstream`)
  })
  let file = '%PDF-1.4\n'
  const places = objects.map((object, index) => {
    const place = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return place
  })
  const table = file.length
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')}`
  return `${file}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`
}

/** A document of `patient`, filed over FHIR by a program; its id. */
export async function fileDocument(page, patient, { title, contentType, bytes, encounter }) {
  assert.ok(process.env.CHARTA_TOKEN, 'CHARTA_TOKEN is a token of a program')
  const response = await page.request.post(`${base}/fhir/DocumentReference`, {
    headers: { Authorization: `Bearer ${process.env.CHARTA_TOKEN}`, 'Content-Type': 'application/fhir+json' },
    data: JSON.stringify({ resourceType: 'DocumentReference', status: 'current', subject: { reference: `Patient/${patient}` }, type: { coding: [{ system: 'http://loinc.org', code: '11506-3' }] }, date: new Date().toISOString(), ...(encounter && { context: { encounter: [{ reference: `Encounter/${encounter}` }] } }), content: [{ attachment: { contentType, title, data: Buffer.from(bytes, 'latin1').toString('base64') } }] }),
  })
  assert.equal(response.status(), 201, await response.text())
  return (await response.json()).id
}

const any = (letters) => letters[Math.floor(Math.random() * letters.length)]
export const word = () => Array.from({ length: 6 }, () => any('bdfgklmnprstvz') + any('aeiou')).join('').replace(/^./, (letter) => letter.toUpperCase())
const born = () => `${1930 + Math.floor(Math.random() * 70)}-0${any('123456789')}-1${any('0123456789')}`
/** Like nobody else here. */
export const someone = (page) => post(page, '/api/patients', { family: word(), given: word(), birth_date: born(), sex: 'female' })

/** Over FHIR, as a program. */
export async function fhir(page, method, path, body) {
  const response = await page.request.fetch(`${base}/fhir${path}`, { method, headers: { Authorization: `Bearer ${process.env.CHARTA_TOKEN}`, 'Content-Type': 'application/fhir+json' }, data: JSON.stringify(body), timeout: patience })
  assert.ok(response.ok(), `${path} answered ${response.status()}: ${(await response.text()).slice(0, 300)}`)
  return response.json()
}
export const documentOf = (patient, encounter, code, display, at, docStatus = 'final') => ({
  resourceType: 'DocumentReference', status: 'current', docStatus, date: at, subject: { reference: `Patient/${patient}` }, type: { coding: [{ system: 'http://loinc.org', code, display }] },
  ...(encounter && { context: { encounter: [{ reference: `Encounter/${encounter}` }] } }),
  content: [{ attachment: { contentType: 'text/plain', title: display, data: Buffer.from(`${display}, as it was written.`).toString('base64') } }],
})
export const stayOf = (patient, status, id) => ({ resourceType: 'Encounter', ...(id && { id }), status, class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' }, subject: { reference: `Patient/${patient}` }, period: { start: '2026-02-20T10:00:00Z', ...(status === 'finished' && { end: '2026-02-25T09:00:00Z' }) } })

let mixed
/** Two people of their own: a document that was moved from the one to the other, and a record that is frozen with what was filed to it. Made once a file. */
/** A case of the coder's desk as it stands. */
export const codingCase = async (page, stay) => (await page.request.get(`${base}/api/coding/cases/${stay}`)).json()
/** A stay of nobody else's, begun by who runs this, with these codes. */
export async function stayBeingCoded(page, diagnoses = ['J441']) {
  const patient = await someone(page)
  const { id: stay } = await fhir(page, 'POST', '/Encounter', stayOf(patient.id, 'finished'))
  for (const [code, title] of [['18842-5', 'Discharge summary'], ['34117-2', 'History and physical']]) await fhir(page, 'POST', '/DocumentReference', documentOf(patient.id, stay, code, title, '2026-02-25T09:00:00Z'))
  const { user } = await (await page.request.get(`${base}/api/session`)).json()
  await post(page, `/api/work-items/${(await codingCase(page, stay)).item}/acts`, { event: 'assign', assignee: user.id })
  const one = await codingCase(page, stay)
  const step = one.steps.find(({ event }) => event === 'begin' || event === 'begin-anyway')
  const begun = await post(page, `/api/coding/cases/${stay}/steps`, { version: one.version, event: step.event, ...(step.needs_reason && { reason: step.reasons[0].code }) })
  await post(page, `/api/coding/cases/${stay}/codes`, { version: begun.version, diagnoses: diagnoses.map((code) => ({ code, poa: 'Y', evidence: [] })), procedures: [] })
  return stay
}
/** Asks again until it is so. */
export async function until(page, what, isSo) {
  for (const last = Date.now() + patience; !(await isSo()); await page.waitForTimeout(100)) if (Date.now() > last) throw new Error(`not so in time: ${what}`)
}

export const movedAndFrozen = (page) => (mixed ??= makeMovedAndFrozen(page))
async function makeMovedAndFrozen(page) {
  // Like nobody else here: the index asks about everybody who may be registered already.
  const someone = (sex) => post(page, '/api/patients', { family: word(), given: word(), birth_date: born(), sex })
  const [from, to] = [await someone('female'), await someone('male')]
  const file = (title) => fileDocument(page, from.id, { title, contentType: 'text/plain', bytes: 'Seen, and to return in a month.' })
  const document = await file('Referral letter')
  await file('Discharge letter')
  const move = await post(page, '/api/moves', { type: 'DocumentReference', id: document, to: to.id, reason: 'wrong-patient', note: 'The signature is his.' })
  const overlay = await post(page, `/api/patients/${from.id}/overlay`, { reason: 'two-names', note: 'The ward called.' })
  return { from, to, document, move, overlay }
}

export const heading = (page, name) => page.getByRole('heading', { level: 1, name })
export const grid = (page) => page.getByRole('grid').first()
/** Waits until the toast, the alert or the title says so. */
export const said = (page, text) => page.getByText(text).first().waitFor()

const rules = { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }, resultTypes: ['violations'], reporter: 'no-passes' }

/**
 * WCAG 2.1 A and AA, and what is good practice besides, without a single finding. The page is judged as it stands: what was found while one
 * page gave way to the next is looked at once more, and counts when it is still there.
 */
export async function axeClean(page, where) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const judge = () => page.evaluate(async (options) => {
    const { violations } = await window.axe.run(document, options)
    return violations.flatMap((one) => one.nodes.slice(0, 3).map((node) => `${one.id}: ${node.target.join(' ')} (${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? one.help})`))
  }, rules)
  if ((await judge()).length === 0) return
  await page.waitForTimeout(500)
  await settled(page)
  assert.deepEqual(await judge(), [], `axe on ${where}`)
}

let misfiled
/** A page that names one person of its own in the chart of another, found by the watch; its item. Made once a file. */
export const misfiledPage = (page) => (misfiled ??= makeMisfiled(page))
export async function makeMisfiled(page) {
  const someone = async (sex) => {
    const who = { family: word(), given: word(), birth_date: born() }
    return { ...(await post(page, '/api/patients', { ...who, sex })), ...who }
  }
  const [chart, other] = [await someone('female'), await someone('male')]
  const mrn = (await ask(page, `/api/patients/find?q=${other.family}`))[0].mrn
  const text = `Progress note\nPatient: ${other.family}, ${other.given}  MRN: ${mrn}  DOB: ${other.birth_date}\nSeen, and to return in a month.`
  const document = await fileDocument(page, chart.id, { title: 'Progress note', contentType: 'text/plain', bytes: text })
  for (const until = Date.now() + patience; ; await page.waitForTimeout(200)) {
    const item = (await ask(page, '/api/worklists/misfile?limit=200')).find((one) => one.patient?.id === chart.id)
    if (item) return { item, chart, other: { ...other, mrn }, document }
    assert.ok(Date.now() < until, 'the watch finds the page')
  }
}
