// SPDX-License-Identifier: Apache-2.0
// A visit note on paper: typed beside its page by keys alone, each value with its place, verified by somebody else, and in the chart.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axeClean, base, close, colleague, fhir, focused, open, patience, pdfOf, person, said, settled, signedIn, signIn, someone } from './support.mjs'

after(close)

const lines = ['Visit note', 'BP 138/84', 'Pulse 72, regular', 'Weight 165 lb', 'Dx: essential hypertension', 'Meds: lisinopril 10 mg', 'NKDA']
async function note(page) {
  const patient = (await someone(page)).id
  const visit = (await fhir(page, 'POST', '/Encounter', { resourceType: 'Encounter', status: 'finished', class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' }, subject: { reference: `Patient/${patient}` }, period: { start: '2026-02-24T10:00:00Z', end: '2026-02-24T10:30:00Z' } })).id
  const title = `Visit note ${patient}`
  const document = (await fhir(page, 'POST', '/DocumentReference', {
    resourceType: 'DocumentReference', status: 'current', docStatus: 'final', date: '2026-02-24T10:30:00Z', subject: { reference: `Patient/${patient}` }, type: { coding: [{ system: 'http://loinc.org', code: '11506-3', display: title }] },
    context: { encounter: [{ reference: `Encounter/${visit}` }] }, content: [{ attachment: { contentType: 'application/pdf', title, data: Buffer.from(pdfOf([lines, ['Page two', 'Plan: back in a month']]), 'latin1').toString('base64') } }],
  })).id
  return { patient, document, title }
}
const field = (page, name) => page.getByRole('region', { name: 'The form' }).getByRole('textbox', { name, exact: true })
/** Waits for what the server kept: another program's look at the same entry. */
async function kept(page, entry, wanted) {
  for (const until = Date.now() + patience; ; await page.waitForTimeout(100)) {
    const now = await (await page.request.get(`${base}/api/data-entry/${entry}`)).json()
    if (wanted(now)) return now
    assert.ok(Date.now() < until, `it is kept: ${JSON.stringify(now.values).slice(0, 400)}`)
  }
}

test('a note is typed by keys, marked on its page, verified by somebody else, and stands in the chart', async () => {
  const page = await signedIn()
  const { patient, document, title } = await note(page)
  await page.keyboard.press('g')
  await page.keyboard.press('x')
  await page.getByRole('link', { name: title }).click()
  await page.getByRole('region', { name: 'Pages' }).waitFor()
  const entry = page.url().split('/').at(-1)
  await field(page, 'Systolic blood pressure').focus()
  await page.keyboard.type('138')
  await page.keyboard.press('Enter')
  await focused(field(page, 'Diastolic blood pressure'))
  await page.keyboard.type('84')
  await page.keyboard.press('Enter')
  await page.keyboard.type('720')
  await page.keyboard.press('Enter')
  await page.getByText('no such value is possible', { exact: false }).waitFor()
  await field(page, 'Pulse').fill('172')
  await field(page, 'Pulse').press('Enter')
  const why = page.getByRole('textbox', { name: 'Why it is right as it stands' })
  await why.fill('The page says 172')
  await why.press('Enter')
  await page.getByText('The page says 172').waitFor()
  // By mouse a box is drawn; the value that is typed keeps it.
  await field(page, 'Body weight').focus()
  const canvas = page.locator('[data-page="1"] canvas')
  await page.locator('[data-page="1"] [class*="drawing"]').waitFor()
  const box = await canvas.boundingBox()
  await page.mouse.move(box.x + box.width * 0.1, box.y + box.height * 0.12)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.17, { steps: 4 })
  await page.mouse.up()
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/data_entry_marked.png` })
  await field(page, 'Body weight').fill('165 lb')
  await field(page, 'Body weight').press('Enter')
  const weight = (await kept(page, entry, (now) => now.values.some((one) => one.field === 'weight'))).values.find((one) => one.field === 'weight')
  assert.ok(weight.source.region?.width > 250 && weight.source.region.width < 350, JSON.stringify(weight.source))
  // By keyboard the words are found, and the hit is the place.
  await field(page, 'Problems and diagnoses, line 1').focus()
  await page.keyboard.press('Control+f')
  await focused(page.getByRole('textbox', { name: 'Find in the document' }))
  await page.keyboard.type('essential hypertension')
  await page.getByText('1 of 1').waitFor()
  await page.keyboard.press('Alt+m')
  await kept(page, entry, (now) => now.values.some((one) => one.field === 'problems' && one.text === 'essential hypertension' && one.source.region))
  await page.keyboard.press('Escape')
  await field(page, 'Medications, line 1').fill('lisinopril')
  await field(page, 'Medications, line 1').press('Enter')
  await field(page, 'Allergies, line 1').fill('NKDA')
  await field(page, 'Allergies, line 1').press('Enter')
  await page.getByText('Nothing is open').waitFor()
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    await axeClean(page, `a note and its form (${colorScheme})`)
  }
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/data_entry.png` })
  await page.keyboard.press('Control+Enter')
  await said(page, 'Checked. Somebody else verifies it.')

  const state = await ask(page, `/api/data-entry/${entry}`)
  if (state.state === 'second-entry') return // drawn for the blind second entry: judged over the API
  const other = await open()
  await signIn(other, { name: colleague, password: person.password })
  await other.goto(`${base}/app/data-entry/${entry}`)
  await other.getByRole('button', { name: /^Verify and post/ }).waitFor()
  await other.getByText('The page says 172').waitFor()
  await other.keyboard.press('j')
  await settled(other)
  await axeClean(other, 'what is verified')
  if (process.env.CHARTA_PICTURES) await other.screenshot({ path: `${process.env.CHARTA_PICTURES}/data_entry_verify.png` })
  await other.keyboard.press('v')
  await said(other, 'Verified. It stands in the chart.')
  await page.goto(`${base}/app/patients/${patient}/typed`)
  await page.getByRole('row', { name: /Body weight 165 lb/ }).getByRole('link', { name: 'page 1' }).waitFor()
  await settled(page)
  await axeClean(page, 'what was typed from notes')

  // The note is withdrawn: what stands by it is decided where it is read, on the way from the queue.
  await fhir(page, 'PUT', `/DocumentReference/${document}`, { ...(await fhir(page, 'GET', `/DocumentReference/${document}`)), status: 'entered-in-error' })
  const asked = (await ask(other, '/api/worklists/data-entry-source?limit=200')).find((one) => one.subject.id === document)
  await other.goto(`${base}/app/worklists/data-entry-source?item=${asked.id}`)
  await other.getByRole('button', { name: /^Open the note and its form/ }).click()
  await other.getByText('These values stand in the chart, and their note left').waitFor()
  await settled(other)
  await axeClean(other, 'values whose note left')
  if (process.env.CHARTA_PICTURES) await other.screenshot({ path: `${process.env.CHARTA_PICTURES}/data_entry_left.png` })
  await other.keyboard.press('x')
  const dialog = other.getByRole('dialog', { name: 'Retract the values' })
  await dialog.getByLabel('Reason').selectOption('values-are-wrong')
  await dialog.getByRole('button', { name: 'Retract the values' }).click()
  await said(other, 'Done.')
  assert.ok((await ask(page, `/api/data-entry/${entry}`)).postings.every((one) => one.retracted), 'nothing stands any more')
})

test('the desk and its figures are clean in light and dark, and narrow', async () => {
  const page = await signedIn()
  for (const path of ['/data-entry', '/data-entry?tab=again', '/data-entry?tab=verify', '/data-entry?tab=figures', '/worklists/data-entry', '/worklists/data-entry-source']) {
    await page.goto(`${base}/app${path}`)
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme })
      await settled(page)
      await axeClean(page, `${path} (${colorScheme})`)
    }
  }
  const { title } = await note(page)
  await page.setViewportSize({ width: 390, height: 800 })
  await page.goto(`${base}/app/data-entry`)
  await page.getByRole('link', { name: title }).click()
  await page.getByRole('region', { name: 'The form' }).waitFor()
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1), 'nothing stands outside of a telephone')
})
