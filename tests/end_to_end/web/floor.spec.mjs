// SPDX-License-Identifier: Apache-2.0
// The floor: a copy is taken along, received by a badge and filed by scans; a call stays open until it is read back; the Loose
// Filing Report opens the list behind each number.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axeClean, base, close, documentOf, fhir, heading, person, post, said, settled, signedIn, someone, stayOf } from './support.mjs'

after(close)

/** Somebody on a ward that asks for paper, with a finished report. */
async function copied(page) {
  await post(page, '/api/floor/wards/5E', { wants_paper: true, wants_calls: true })
  const patient = await someone(page)
  const of = patient.patient?.id ?? patient.id
  const stay = await fhir(page, 'POST', '/Encounter', { ...stayOf(of, 'in-progress'), location: [{ location: { display: '5E 4 B' }, status: 'active' }] })
  const document = await fhir(page, 'POST', '/DocumentReference', documentOf(of, stay.id, '11502-2', 'Laboratory report', '2026-02-21T10:00:00Z'))
  const copy = (await ask(page, '/api/floor')).wards.flatMap((ward) => ward.copies).find((one) => one.document.id === document.id)
  assert.ok(copy, 'the ward gets its copy')
  assert.equal(copy.ward, '5E')
  return { document: document.id, copy, of, stay: stay.id }
}
const scan = async (page, text) => {
  await page.getByLabel('Barcode of the copy').fill(text)
  await page.keyboard.press('Enter')
}

test('a copy is taken along, received by a badge and filed, by scans alone', async () => {
  const page = await signedIn()
  const { copy } = await copied(page)
  await page.goto(`${base}/app/floor`)
  await heading(page, 'Floor deliveries').waitFor()
  await page.getByText(copy.barcode).waitFor()
  const run = await post(page, '/api/floor/runs', { wards: ['5E'] })
  assert.ok(run.copies.some((one) => one.barcode === copy.barcode))
  const sheet = await page.request.get(`${base}/api/floor/runs/${run.id}/sheet`)
  assert.equal(sheet.headers()['content-type'], 'application/pdf')
  await page.reload()
  await page.getByText(copy.barcode).waitFor()
  const [print] = await Promise.all([page.context().waitForEvent('request', (one) => one.url().endsWith(`/api/floor/runs/${run.id}/copies`)), page.keyboard.press('p')])
  assert.equal((await page.request.get(print.url())).headers()['content-type'], 'application/pdf', 'the newest run, its sheet and its copies')
  await page.getByLabel('Badge of who receives').fill(person.name)
  await scan(page, copy.barcode)
  await said(page, 'Say first on which ward it is handed over.')
  await page.getByLabel('Ward where it is handed over').selectOption('4W')
  await scan(page, copy.barcode)
  await said(page, 'the patient is on 5E')
  await page.getByLabel('Ward where it is handed over').selectOption('5E')
  await scan(page, copy.barcode)
  await said(page, 'received on 5E')
  const badge = await page.request.get(`${base}/api/floor/badges/${person.name}`)
  assert.equal(badge.headers()['content-type'], 'application/pdf')
  await page.getByLabel('Badge of who receives').fill('')
  await scan(page, copy.barcode)
  await said(page, 'filed on the unit')
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    await axeClean(page, `the floor (${colorScheme})`)
  }
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/floor.png`, fullPage: true })
})

test('a call stays open until what was told is read back', async () => {
  const page = await signedIn()
  const { document } = await copied(page)
  await post(page, '/api/floor/calls', { document })
  await page.goto(`${base}/app/floor?tab=calls`)
  const pane = page.getByRole('region', { name: /5E 4 B · Laboratory report/ }).first()
  await settled(page)
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/floor-calls.png`, fullPage: true })
  await pane.getByLabel('Who answered').fill('Nurse Abara')
  await pane.getByRole('button', { name: 'Note the call' }).click()
  await said(page, 'It stays open until somebody reads it back')
  await pane.getByLabel('Who answered').fill('Nurse Abara')
  await pane.getByLabel('What was read back', { exact: false }).fill('potassium four point one')
  await pane.getByLabel('It agrees with the report').check()
  await pane.getByRole('button', { name: 'Note the call' }).click()
  await said(page, 'Read back and confirmed')
  await settled(page)
  await axeClean(page, 'STAT calls')
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/floor-calls.png`, fullPage: true })
})

test('a discharge makes it loose, and the report opens the list behind its number', async () => {
  const page = await signedIn()
  const { copy, of, stay } = await copied(page)
  await post(page, '/api/floor/runs', { wards: ['5E'] }) // what was never printed is not loose
  await fhir(page, 'PUT', `/Encounter/${stay}`, { ...stayOf(of, 'finished', stay), location: [{ location: { display: '5E 4 B' }, status: 'active' }] })
  const lines = await ask(page, '/api/loose-filing')
  assert.ok(lines.some((one) => one.barcode === copy.barcode), 'it is loose now')
  await page.goto(`${base}/app/floor?tab=loose`)
  await page.getByRole('heading', { name: 'Loose Filing Report' }).waitFor()
  await page.getByText('Days of backlog').waitFor()
  await page.locator('dd button').first().click()
  await page.getByRole('table').getByRole('row').nth(1).waitFor()
  await settled(page)
  await axeClean(page, 'the Loose Filing Report')
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/floor-loose.png`, fullPage: true })
  await page.goto(`${base}/app/worklists/loose-report`)
  await page.getByRole('columnheader', { name: 'Why first' }).waitFor()
})
