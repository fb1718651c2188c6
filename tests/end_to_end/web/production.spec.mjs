// SPDX-License-Identifier: Apache-2.0
// What is certified and handed out: chosen, looked at, made, watched, opened, by keys alone.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, test } from 'node:test'
import { axeClean, base, close, fileDocument, limited, open, patience, pdfOf, person, post, said, settled, signedIn, signIn, word } from './support.mjs'

after(close)

/** Somebody with a typed note, a page as PDF, and a file that has no pages. */
async function someoneWithDocuments(page) {
  const patient = await post(page, '/api/patients', { family: word(), given: word(), birth_date: '1961-04-02', sex: 'female' })
  await fileDocument(page, patient.id, { title: 'Progress note', contentType: 'text/plain', bytes: 'Seen today, to return in a month.' })
  await fileDocument(page, patient.id, { title: 'Consent', contentType: 'application/pdf', bytes: pdfOf([['Consent was given.']]) })
  await fileDocument(page, patient.id, { title: 'Recording', contentType: 'audio/mpeg', bytes: 'ID3' })
  return patient
}

const preview = (page) => page.getByRole('region', { name: 'What would be in it, table' })
const sets = (page) => page.getByRole('region', { name: 'Production sets, table' })

test('a set is chosen, made and opened by keys alone', async () => {
  const page = await signedIn()
  const patient = await someoneWithDocuments(page)
  await page.goto(`${base}/app/patients/${patient.id}`)
  await page.getByRole('region', { name: 'Patient', exact: true }).waitFor()
  await settled(page)
  await page.keyboard.press('Shift+P')
  await preview(page).getByText('record-of-care').nth(2).waitFor()
  await page.getByText('3 in, 0 left out').waitFor()
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    await axeClean(page, `producing a record (${colorScheme})`)
  }
  await page.keyboard.press('n')
  await said(page, 'The set is being made.')
  const row = sets(page).getByRole('row').nth(1)
  await row.getByText('Made', { exact: true }).waitFor()
  await row.getByText('1 not copied').waitFor()
  await row.getByRole('button', { name: 'What is in it' }).press('Enter')
  const inside = page.getByRole('region', { name: 'What is in it, table' })
  await inside.getByText("its kind 'audio/mpeg' has no pages that can be copied").waitFor()
  await page.getByText('Nothing changed since').waitFor()
  await settled(page)
  await axeClean(page, 'a set that was made')
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/production.png`, fullPage: true })

  const pdf = await page.request.get(base + (await row.getByRole('link', { name: 'Open the PDF' }).getAttribute('href')))
  assert.equal(pdf.headers()['content-type'], 'application/pdf')
  const bytes = await pdf.body()
  assert.equal(bytes.subarray(0, 5).toString(), '%PDF-')
  const list = await (await page.request.get(base + (await row.getByRole('link', { name: 'List of digests' }).getAttribute('href')))).text()
  assert.ok(list.includes(`whole,,,,,,,${createHash('sha256').update(bytes).digest('hex')}`), 'the list names the digest of the whole')
})

test('another definition shows at once what would be in and out; a late document shows in an old set', async () => {
  const page = await signedIn()
  const patient = await someoneWithDocuments(page)
  await page.goto(`${base}/app/patients/${patient.id}/produce`)
  await preview(page).waitFor()
  await page.getByRole('combobox', { name: 'Definition' }).selectOption('designated-record-set')
  await preview(page).getByText('medical-record').first().waitFor()
  await page.getByRole('combobox', { name: 'Purpose' }).selectOption('court')
  await page.getByRole('button', { name: 'Make the set' }).click()
  await sets(page).getByText('Made', { exact: true }).waitFor()
  await fileDocument(page, patient.id, { title: 'Addendum', contentType: 'text/plain', bytes: 'One thing more.' })
  await page.reload()
  await sets(page).getByRole('button', { name: 'What is in it' }).click()
  await page.getByText('The chart is another since').waitFor()
})

test('who may not hand out records is told why, and the server refuses', async () => {
  const owner = await signedIn()
  const patient = await someoneWithDocuments(owner)
  const nurse = await open()
  await signIn(nurse, { name: limited, password: person.password })
  await nurse.goto(`${base}/app/patients/${patient.id}`)
  const closed = nurse.getByRole('navigation', { name: 'Chart' }).locator('[data-closed]').filter({ hasText: 'Produce' })
  await closed.waitFor({ timeout: patience })
  assert.match((await closed.getAttribute('title')) ?? '', /produce records/)
  assert.equal((await nurse.request.get(`${base}/api/patients/${patient.id}/productions`)).status(), 403)
})

test('producing a record is possible at any width', async () => {
  const page = await signedIn()
  const patient = await someoneWithDocuments(page)
  for (const [width, height] of [[1024, 768], [390, 844]]) {
    await page.setViewportSize({ width, height })
    await page.goto(`${base}/app/patients/${patient.id}/produce`)
    await preview(page).waitFor()
    await settled(page)
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.ok(over <= 0, `${over} px too wide at ${width}`)
    await axeClean(page, `producing a record at ${width} px`)
  }
})
