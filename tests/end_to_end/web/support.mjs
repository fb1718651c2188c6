// SPDX-License-Identifier: Apache-2.0
// A browser, a signed-in page, and questions to the server with the person's own session. BASE_URL, CHARTA_USER and
// CHARTA_PASSWORD name the server and a person who may do everything; CHARTA_LIMITED_USER one who may only look;
// MLLP_PORT is where the server listens for HL7 v2, when the tests may send messages of their own;
// CHARTA_TOKEN is a program's, for documents that come over FHIR.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { connect } from 'node:net'

const require = createRequire(new URL('../../../web/package.json', import.meta.url))
const { chromium } = require('playwright-core')
const { AxeBuilder } = require('@axe-core/playwright')

export const base = process.env.BASE_URL ?? 'http://127.0.0.1:8080'
export const person = { name: process.env.CHARTA_USER ?? 'admin', password: process.env.CHARTA_PASSWORD ?? 'charta' }
export const limited = process.env.CHARTA_LIMITED_USER

let browser
export async function open({ colorScheme = 'light', bypassCSP = false, viewport = { width: 1440, height: 900 } } = {}) {
  browser ??= await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
  const context = await browser.newContext({ colorScheme, bypassCSP, viewport, acceptDownloads: true })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  page.problems = []
  page.on('pageerror', (error) => page.problems.push(error.message))
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) page.problems.push(message.text())
  })
  return page
}
export const close = async () => {
  await browser?.close()
  browser = undefined
}

export async function signIn(page, { name, password } = person) {
  await page.goto(`${base}/app/`)
  await page.getByLabel('Name', { exact: true }).waitFor()
  await page.keyboard.type(name) // the cursor is there already
  await page.keyboard.press('Tab')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
}

export async function signedIn(options) {
  const page = await open(options)
  await signIn(page)
  return page
}

/** Asks the API as the person signed in on `page`. */
export async function ask(page, path) {
  const response = await page.request.get(base + path)
  assert.equal(response.status(), 200, `${path} answered ${response.status()}`)
  const body = await response.json()
  return body.items ?? body
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

export const heading = (page, name) => page.getByRole('heading', { level: 1, name })
export const grid = (page) => page.getByRole('grid').first()
/** Waits until the toast, the alert or the title says so. */
export const said = (page, text) => page.getByText(text).first().waitFor()

/** WCAG 2.1 A and AA without a single finding. */
export async function axeClean(page, where, rules) {
  const axe = new AxeBuilder({ page })
  const { violations } = await (rules ? axe.withRules(rules) : axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'])).analyze()
  const told = violations.flatMap((one) => one.nodes.slice(0, 3).map((node) => `${one.id}: ${node.target.join(' ')} (${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? one.help})`))
  assert.deepEqual(told, [], `axe on ${where}`)
}
