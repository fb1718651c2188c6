// SPDX-License-Identifier: Apache-2.0
// Copies of reports by the keyboard: what is in trouble, how somebody is reached, a report that its reader approves, who has a document.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { axeClean, base, close, fhir, heading, patience, physician, post, said, settled, signedIn, someone } from './support.mjs'

after(close)

const report = (patient, words, number) => ({
  resourceType: 'DocumentReference', status: 'current', docStatus: 'final', date: '2026-02-24T10:00:00Z', subject: { reference: `Patient/${patient}` },
  type: { coding: [{ system: 'http://loinc.org', code: '11488-4', display: 'Consultation note' }] }, author: [{ identifier: { system: 'urn:npi', value: number }, display: 'Hale, Ruth' }],
  content: [{ attachment: { contentType: 'text/plain', data: Buffer.from(words).toString('base64') } }],
})
const copiesOf = async (page, document) => (await (await page.request.get(`${base}/api/distribution/of/DocumentReference/${document}`)).json()).items
async function until(page, look) {
  for (const end = Date.now() + patience; ; await page.waitForTimeout(200)) {
    const found = await look()
    if (found) return found
    assert.ok(Date.now() < end, 'it is given out')
  }
}

test('g t opens the distribution, troubles first, and a recipient is told how they are reached', async () => {
  const page = await signedIn()
  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await heading(page, 'Distribution').waitFor()
  await settled(page)
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    await axeClean(page, `distribution (${colorScheme})`)
  }
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/distribution.png` })
  await page.keyboard.press('3')
  await page.getByRole('button', { name: 'Somebody new…' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'How they are reached' })
  await dialog.getByLabel('Name', { exact: true }).fill('Berg, Ina')
  await dialog.getByLabel('Number, with its system').fill('urn:npi|4711')
  await dialog.getByLabel('Ways, one a line').fill('pigeon loft 3')
  await page.keyboard.press('Control+Enter')
  await dialog.getByText('is no channel', { exact: false }).waitFor()
  await dialog.getByLabel('Ways, one a line').fill('fax +1 555 0123')
  await page.keyboard.press('Control+Enter')
  await said(page, 'Kept. What waited for it goes out.')
})

test('a finished report stands in the inbox of whom it names, and the reader says who has it', async () => {
  const page = await signedIn()
  const terms = await (await page.request.get(`${base}/api/query-terms`)).json()
  const whom = terms.physicians.find((one) => one.name === physician)
  await post(page, '/api/distribution/recipients', { key: 'urn:npi|e2e-1', name: 'Hale, Ruth', kind: 'practitioner', user: whom.id, ways: [{ channel: 'inbox', address: '' }] })
  const who = await someone(page)
  const filed = await fhir(page, 'POST', '/DocumentReference', report(who.id, 'No acute distress.', 'e2e-1'))
  const [copy] = await until(page, async () => {
    const copies = await copiesOf(page, filed.id)
    return copies.length > 0 && copies
  })
  assert.equal(copy.state, 'delivered')
  await page.goto(`${base}/app/documents/${filed.id}`)
  await page.getByText('No acute distress.').first().waitFor()
  await settled(page)
  await page.keyboard.press('Shift+W')
  await page.getByRole('dialog', { name: 'Who has this' }).getByText('Hale, Ruth').waitFor()
  await axeClean(page, 'who has this')
  await page.keyboard.press('Escape')
})

test('a wish not to be sent something is noted in the chart, told in the banner, and ended', async () => {
  const page = await signedIn()
  const who = await someone(page)
  await page.goto(`${base}/app/patients/${who.id}/particulars`)
  const pane = page.getByRole('region', { name: 'Not to be sent copies' })
  await page.getByText('Nobody asked anything about the copies of this person.').or(pane).first().waitFor()
  await page.getByRole('button', { name: 'Somebody asked…' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Not to be sent copies' })
  await dialog.getByLabel('How and why they asked').fill('asked by letter')
  await settled(page)
  await axeClean(page, 'a wish not to be sent something')
  await page.keyboard.press('Control+Enter')
  await said(page, 'Kept. It holds for what is finished from now on.')
  const banner = page.getByRole('region', { name: 'Patient', exact: true })
  await banner.getByText('Not to be sent copies').waitFor()
  await page.getByText('asked by letter').waitFor()
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    await axeClean(page, `particulars with a wish (${colorScheme})`)
  }
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/opt-outs.png`, fullPage: true })
  await page.getByRole('button', { name: 'Everybody wants it again' }).press('Enter')
  await said(page, 'Ended. What is finished from now on goes out again.')
  await banner.getByText('Not to be sent copies').waitFor({ state: 'detached' })
})
