// SPDX-License-Identifier: Apache-2.0
// A question to a physician: marked words become a quote, the question is judged while it is written, and answered by keys.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axeClean, base, close, fileDocument, firstOf, focused, open, patience, person, physician, post, said, settled, signedIn, signIn } from './support.mjs'

after(close)

const words = 'Progress note\nSpO2 82 % on room air, RR 32, using accessory muscles.\nPlaced on 4 L nasal cannula.'
let made
/** A note of a finished stay whose words were read, made once. */
const note = (page) => (made ??= makeNote(page))
async function makeNote(page) {
  // Of a stay about which nobody waits to ask: else the dialog asks first which question is meant.
  const hasNoQuestion = async (one) => one.patient && one.detail.encounter && (await ask(page, `/api/patients/${one.patient.id}/queries`)).every((other) => other.state !== 'pending')
  const file = await firstOf(await ask(page, '/api/worklists/chart-completeness?limit=20'), hasNoQuestion)
  const document = await fileDocument(page, file.patient.id, { title: 'Progress note', contentType: 'text/plain', bytes: words, encounter: file.detail.encounter })
  for (const until = Date.now() + patience; ; await page.waitForTimeout(200)) {
    if ((await page.request.get(`${base}/api/documents/${document}/text`)).ok()) return { document, patient: file.patient.id, encounter: file.detail.encounter }
    assert.ok(Date.now() < until, 'its words are read')
  }
}
const mark = (page, text) => page.getByRole('region', { name: 'Text of the document' }).locator('pre').evaluate((element, wanted) => {
  const node = [...element.childNodes].find((one) => one.textContent.includes(wanted))
  const range = document.createRange()
  range.setStart(node, node.textContent.indexOf(wanted))
  range.setEnd(node, node.textContent.indexOf(wanted) + wanted.length)
  getSelection().removeAllRanges()
  getSelection().addRange(range)
}, text)
const dialog = (page) => page.getByRole('dialog', { name: 'Ask the physician' })

test('marked words become a quote, what leads is refused in words, and the question goes out', async () => {
  const page = await signedIn()
  const { document } = await note(page)
  await page.goto(`${base}/app/documents/${document}`)
  await page.getByText('SpO2 82 %').first().waitFor()
  await settled(page)
  await mark(page, 'SpO2 82 % on room air')
  await page.keyboard.press('Shift+Q')
  await focused(dialog(page).getByLabel('Template'))
  assert.equal(await dialog(page).getByLabel(/^Quote 1/).inputValue(), 'SpO2 82 % on room air')
  await dialog(page).getByLabel('Title').fill('Acute respiratory failure')
  await dialog(page).getByLabel('Question').fill('What was treated with oxygen? The DRG depends on it.')
  await dialog(page).getByText('It cannot be asked so').waitFor()
  await dialog(page).getByText('Nobody documented this', { exact: false }).waitFor()
  await dialog(page).getByText('A question says nothing of payment', { exact: false }).waitFor()
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    await axeClean(page, `a question that cannot be asked (${colorScheme})`)
  }
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/query.png` })
  await dialog(page).getByLabel('Title').fill('Clarification of respiratory status')
  await dialog(page).getByLabel('Question').fill('What was treated with oxygen?')
  await dialog(page).getByText('It may be asked so').waitFor()
  await dialog(page).getByLabel('Whom').selectOption({ label: physician })
  const send = dialog(page).getByRole('button', { name: 'Send' })
  for (const until = Date.now() + patience; await send.evaluate((one) => one.disabled || one.getAttribute('aria-disabled') === 'true'); await page.waitForTimeout(100)) assert.ok(Date.now() < until, 'it may be sent once it was judged as it stands')
  await send.press('Enter')
  await said(page, 'Sent.')
})

test('the physician chooses with a number, answers with Ctrl+Enter, and the asker judges it with one key', async () => {
  const page = await signedIn()
  const { document, patient, encounter } = await note(page)
  const whom = (await (await page.request.get(`${base}/api/query-terms`)).json()).physicians.find((one) => one.name === physician)
  const query = await post(page, '/api/queries', {
    patient, encounter, purpose: 'missing-diagnosis', format: 'choice', title: 'Clarification of breathing', question: 'Which diagnosis explains these findings?', to: whom.id,
    choices: ['Acute respiratory failure', 'Hypoxia', 'Other (please specify)', 'Unable to determine'], findings: [{ document: { type: 'DocumentReference', id: document }, page: 1, quote: 'RR 32, using accessory muscles' }],
  })
  await post(page, `/api/queries/${query.id}/send`, {})

  const theirs = await open({ viewport: { width: 390, height: 844 } })
  await signIn(theirs, { name: physician, password: person.password })
  await theirs.goto(`${base}/app/worklists/physician-query?item=${query.item}`)
  await theirs.getByText('Which diagnosis explains these findings?').waitFor()
  await settled(theirs)
  await axeClean(theirs, 'a question on a telephone')
  await theirs.keyboard.press('3')
  assert.equal(await theirs.getByRole('radio', { name: '3. Other (please specify)' }).isChecked(), true)
  await theirs.getByRole('button', { name: 'Answer', exact: true }).press('Enter')
  await theirs.getByRole('alert').filter({ hasText: 'needs words' }).waitFor()
  await theirs.getByLabel('In words (needed with Other)').fill('Acute on chronic respiratory failure')
  await theirs.keyboard.press('Control+Enter')
  await said(theirs, 'Answered.')

  await page.goto(`${base}/app/worklists/physician-query?item=${query.item}`)
  await page.getByText('Acute on chronic respiratory failure').waitFor()
  await settled(page)
  await page.keyboard.press('a')
  await said(page, 'Done. The trail is kept.')
  assert.equal((await (await page.request.get(`${base}/api/queries/${query.id}`)).json()).outcome, 'agreed')
})
