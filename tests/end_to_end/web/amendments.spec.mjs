// SPDX-License-Identifier: Apache-2.0
// A patient asks to amend an entry: entered where it is read, answered from the list, and seen above the entry from then on.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axeClean, base, close, fileDocument, focused, post, said, settled, signedIn, someone } from './support.mjs'

after(close)

let made
const note = (page) => (made ??= makeNote(page))
async function makeNote(page) {
  const patient = (await someone(page)).id
  return { patient, document: await fileDocument(page, patient, { title: 'Progress note', contentType: 'text/plain', bytes: 'Allergic to penicillin.' }) }
}

test('the request is entered with Shift+A and stands above the entry', async () => {
  const page = await signedIn()
  const { document, patient } = await note(page)
  await page.goto(`${base}/app/documents/${document}`)
  await page.getByText('Allergic to penicillin.').first().waitFor()
  await settled(page)
  await page.keyboard.press('Shift+A')
  const dialog = page.getByRole('dialog', { name: 'The patient asks to amend the record' })
  await focused(dialog.getByLabel('Received on'))
  await dialog.getByLabel('What the patient wants to be amended').fill('Strike the allergy to penicillin.')
  await settled(page)
  await axeClean(page, 'a request being entered')
  await page.keyboard.press('Control+Enter')
  await said(page, 'Entered. It is answered in writing by')
  await page.getByRole('complementary', { name: 'Requests to amend this entry' }).getByText('Strike the allergy').waitFor()
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    await axeClean(page, `an entry with a request (${colorScheme})`)
  }
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/amended.png` })
  await page.goto(`${base}/app/patients/${patient}`)
  await page.getByRole('row').filter({ hasText: 'Amendment asked' }).waitFor()
})

test('it is denied with its ground from the list by keys, and disputed', async () => {
  const page = await signedIn()
  const { patient } = await note(page)
  await page.goto(`${base}/app/amendments`)
  await page.getByText('Strike the allergy to penicillin.').waitFor()
  await settled(page)
  await axeClean(page, 'requests')
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/amendments.png` })
  const request = (await ask(page, `/api/patients/${patient}/amendment-requests`))[0]
  await page.goto(`${base}/app/worklists/amendment-request?item=${request.item}`)
  await page.getByText('Strike the allergy to penicillin.').first().waitFor()
  await settled(page)
  await page.keyboard.press('d')
  const dialog = page.getByRole('dialog', { name: 'Deny' })
  await dialog.getByLabel(/^Accurate and complete/).check()
  await dialog.getByLabel('What is not amended, and why').fill('The allergy was confirmed by a test.')
  await dialog.getByLabel('Whom the letter names').fill('Privacy officer')
  await dialog.getByLabel('Their telephone').fill('555-0199')
  await settled(page)
  await axeClean(page, 'a denial')
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/denial.png` })
  await dialog.getByRole('button', { name: 'Deny' }).press('Enter')
  await page.getByText('Choose an item').waitFor() // as in every list, the next item comes
  await page.goto(`${base}/app/worklists/amendment-request?item=${request.item}`)
  await page.getByRole('link', { name: 'Your request is denied' }).waitFor()
  const denied = await (await page.request.get(`${base}/api/amendment-requests/${request.id}`)).json()
  assert.equal(denied.decision.code, 'denied')
  await post(page, `/api/amendment-requests/${request.id}/disagree`, { words: 'I was never tested.', received_on: new Date().toISOString().slice(0, 10) })
  await page.reload()
  await page.getByText('I was never tested.').first().waitFor()
  await settled(page)
  await axeClean(page, 'a disputed request')
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/request.png` })
})
