// SPDX-License-Identifier: Apache-2.0
// Services of an outpatient at the desk by keys alone: found and taken, modifiers, units and day, what the correct coding
// initiative says, the encoder's way to the desk; and a final sheet that nobody writes on.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axeClean, base, close, documentOf, fhir, patience, post, settled, signedIn, someone, stayOf } from './support.mjs'

after(close)

const sheet = async (page, stay) => (await page.request.get(`${base}/api/coding/cases/${stay}`)).json()
async function until(page, what, true_) {
  for (const last = Date.now() + patience; !(await true_(await sheet(page, made))); await page.waitForTimeout(100)) assert.ok(Date.now() < last, what)
}

let made
/** A visit of yesterday to the emergency department, begun, with one diagnosis: nobody else works on it. */
async function visit(page) {
  if (made) return made
  const patient = await someone(page)
  const day = new Date(Date.now() - 24 * 3600_000).toISOString().slice(0, 10)
  const of = stayOf(patient.id, 'finished')
  const { id } = await fhir(page, 'POST', '/Encounter', { ...of, class: { ...of.class, code: 'EMER' }, period: { start: `${day}T14:00:00Z`, end: `${day}T18:00:00Z` } })
  await fhir(page, 'POST', '/DocumentReference', documentOf(patient.id, id, '34111-5', 'Emergency department note', `${day}T19:00:00Z`))
  const { user } = await (await page.request.get(`${base}/api/session`)).json()
  const one = await sheet(page, id)
  await post(page, `/api/work-items/${one.item}/acts`, { event: 'assign', assignee: user.id })
  const step = (await sheet(page, id)).steps.find(({ event }) => event === 'begin' || event === 'begin-anyway')
  const begun = await post(page, `/api/coding/cases/${id}/steps`, { version: (await sheet(page, id)).version, event: step.event, ...(step.needs_reason && { reason: step.reasons[0].code }) })
  await post(page, `/api/coding/cases/${id}/codes`, { version: begun.version, diagnoses: [{ code: 'S93401A', evidence: [] }], procedures: [] })
  return (made = id)
}

test('a service is found, and its modifiers, units and day are said by keys', async () => {
  const page = await signedIn()
  const stay = await visit(page)
  await page.goto(`${base}/app/coding?case=${stay}`)
  await page.getByRole('heading', { level: 3, name: 'Services' }).waitFor()
  await settled(page)
  await page.keyboard.press('c')
  await page.keyboard.type('ketorolac')
  await page.getByRole('option', { name: /J1885/ }).waitFor()
  await page.keyboard.press('Enter')
  const services = page.getByRole('list', { name: 'Services' })
  await services.getByText('J1885').waitFor()
  await page.keyboard.press('Escape')
  await services.locator('[aria-current]').getByText('J1885').waitFor()
  await settled(page)
  await page.keyboard.press('q')
  await page.keyboard.type('9')
  await page.keyboard.press('Enter')
  await until(page, 'nine units', (one) => one.services[0].units === 9)
  await page.keyboard.press('m')
  await page.keyboard.type('xe lt')
  await page.keyboard.press('Enter')
  await until(page, 'two modifiers', (one) => one.services[0].modifiers.join(' ') === 'XE LT')
  await page.keyboard.press('i')
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('type')), 'date')
  await page.keyboard.press('Escape')
  const answers = await sheet(page, stay)
  assert.equal(answers.services[0].done_on, answers.began_on, 'the first day, where none is said')
  await page.keyboard.press('q')
  await page.keyboard.type('0')
  await page.keyboard.press('Enter')
  await page.getByText("'units' of J1885 is a whole number", { exact: false }).first().waitFor()
  await page.waitForFunction(() => document.querySelector('input[aria-label^="Units"]')?.value === '9')
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    await axeClean(page, `services at the desk (${colorScheme})`)
    if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/services_${colorScheme}.png` })
  }
})

test('units beyond the likely are answered, and two services that were separate are parted by a modifier', async () => {
  const page = await signedIn()
  const stay = await visit(page)
  await page.goto(`${base}/app/coding?case=${stay}`)
  await page.getByRole('list', { name: 'Services' }).waitFor()
  await settled(page)
  await page.keyboard.press('x')
  const edits = page.getByRole('list', { name: 'Edits' })
  await edits.getByText('J1885 has 9 units and at most 8 are paid a day', { exact: false }).waitFor()
  const units = edits.getByRole('listitem').filter({ hasText: 'has 9 units' })
  await units.getByLabel('Why it stands').focus()
  await page.keyboard.type('Five doses, the medication sheet has them')
  await page.keyboard.press('Enter')
  await units.getByText('answered', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await page.evaluate(() => document.activeElement?.blur())
  for (const code of ['G0382', 'G0383']) {
    await page.keyboard.press('c')
    await page.keyboard.type(code)
    await page.getByRole('option', { name: new RegExp(code) }).waitFor()
    await page.keyboard.press('Enter')
    await until(page, `${code} stands at the desk`, (one) => one.services.some((line) => line.code === code))
    await page.keyboard.press('Escape')
  }
  await edits.getByText('G0382 is not paid beside G0383', { exact: false }).waitFor()
  await page.keyboard.press('l')
  const services = page.getByRole('list', { name: 'Services' })
  await services.locator('[aria-current]').getByText('G0383').waitFor()
  await settled(page)
  await page.keyboard.press('m')
  await page.keyboard.type('xe')
  await page.keyboard.press('Enter')
  await until(page, 'the modifier parts them and asks for its words', (one) => one.findings.some((line) => line.key.startsWith('claim:pair-evidence:G0383:XE') && line.blocks))
  await page.keyboard.press('Shift+K')
  await until(page, 'it moved up', (one) => one.services.map((line) => line.code).join() === 'J1885,G0383,G0382')
  await services.locator('[aria-current]').getByText('G0383').waitFor()
  await page.keyboard.press('d')
  await until(page, 'it was taken away', (one) => one.services.length === 2)
})

test('the encoder takes a service to the desk of an outpatient, and keeps it among those taken last', async () => {
  const page = await signedIn()
  const stay = await visit(page)
  await page.goto(`${base}/app/encoder?case=${stay}&tab=services`)
  await page.getByLabel('Service by words or code (e)').waitFor()
  await settled(page)
  await page.keyboard.press('e')
  await page.keyboard.type('ondansetron')
  await page.getByRole('list', { name: 'Services' }).getByText('J2405').waitFor()
  await page.keyboard.press('Escape')
  await settled(page)
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/services_encoder.png` })
  await page.keyboard.press('a')
  await until(page, 'it stands at the desk', (one) => one.services.some((line) => line.code === 'J2405'))
  await page.keyboard.press('4')
  await page.getByRole('region', { name: 'Taken last' }).getByText('J2405').waitFor()
})

test('a final sheet shows its services and nobody writes on it', async () => {
  const page = await signedIn()
  const finals = await ask(page, '/api/worklists/coding?closed=1&state=final&limit=100')
  const one = finals.find((item) => item.detail.class === 'SS')
  assert.ok(one, 'the simulated hospital coded an operation of a day')
  await page.goto(`${base}/app/coding?case=${one.detail.encounter}`)
  const services = page.getByRole('list', { name: 'Services' })
  await services.getByText('C1713').waitFor()
  assert.equal(await services.getByLabel('Units, C1713').isDisabled(), true)
  assert.equal(await services.getByRole('button', { name: /away/ }).count(), 0)
})
