// SPDX-License-Identifier: Apache-2.0
// The encoder by keys alone: index to tabular list, a procedure out of its table, services, what is kept at hand; and the desk's keys
// beside a document that has some of them too.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { axeClean, base, close, documentOf, fhir, fileDocument, patience, pdfOf, post, settled, signedIn, someone, stayOf } from './support.mjs'

after(close)

let made
/** A stay of this file's own, with one code: nobody else works on it. */
async function stayAtWork(page) {
  if (made) return made
  const patient = await someone(page)
  const { id: stay } = await fhir(page, 'POST', '/Encounter', stayOf(patient.id, 'finished'))
  for (const [code, title] of [['18842-5', 'Discharge summary'], ['34117-2', 'History and physical']]) await fhir(page, 'POST', '/DocumentReference', documentOf(patient.id, stay, code, title, '2026-02-25T09:00:00Z'))
  const { user } = await (await page.request.get(`${base}/api/session`)).json()
  const one = await sheet(page, stay)
  await post(page, `/api/work-items/${one.item}/acts`, { event: 'assign', assignee: user.id })
  const step = (await sheet(page, stay)).steps.find(({ event }) => event === 'begin' || event === 'begin-anyway')
  const begun = await post(page, `/api/coding/cases/${stay}/steps`, { event: step.event, ...(step.needs_reason && { reason: step.reasons[0].code }) })
  await post(page, `/api/coding/cases/${stay}/codes`, { version: begun.version, diagnoses: [{ code: 'J441', poa: 'Y', evidence: [] }], procedures: [] })
  return (made = stay)
}
const sheet = async (page, stay) => (await page.request.get(`${base}/api/coding/cases/${stay}`)).json()
async function until(page, what, true_) {
  for (const last = Date.now() + patience; !(await true_()); await page.waitForTimeout(100)) assert.ok(Date.now() < last, what)
}

test('the index leads to the tabular list, and its code goes to the desk', async () => {
  const page = await signedIn()
  const stay = await stayAtWork(page)
  await page.goto(`${base}/app/coding?case=${stay}`)
  await page.getByRole('region', { name: 'Codes' }).waitFor()
  await settled(page)
  await page.keyboard.press('o')
  await page.getByRole('heading', { level: 1, name: 'Encoder' }).waitFor()
  await page.getByRole('heading', { level: 2, name: /J44\.1/ }).waitFor()
  await settled(page)
  await page.keyboard.press('i')
  await page.keyboard.type('failure')
  const terms = page.getByRole('listbox', { name: 'Terms of the index' })
  await terms.getByText('Failure', { exact: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.type('heart')
  await terms.getByText('heart', { exact: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 2, name: /I50\.9/ }).waitFor()
  const list = page.getByRole('region', { name: 'Tabular list' })
  await list.getByText('heart failure with high blood pressure (I11.0)').waitFor()
  await list.getByText('I.C.9', { exact: false }).first().waitFor()
  await list.getByText('Failure, heart', { exact: false }).waitFor()
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    await axeClean(page, `the book (${colorScheme})`)
  }
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/encoder_book.png` })
  await page.keyboard.press('Escape')
  await page.keyboard.press('a')
  await until(page, 'the code stands at the desk', async () => (await sheet(page, stay)).diagnoses.some((one) => one.code === 'I509'))
  await page.keyboard.press('[')
  await page.getByRole('heading', { level: 2, name: /J44\.1/ }).waitFor()
  await page.keyboard.press('h')
  await page.getByRole('list', { name: 'Below it' }).getByText('J44.0').waitFor()
})

test('the 7th character is chosen and the placeholder stands by itself', async () => {
  const page = await signedIn()
  await page.goto(`${base}/app/encoder?code=W19`)
  const choices = page.getByRole('list', { name: 'The 7th character' })
  await choices.getByText('W19.XXXD').waitFor()
  await settled(page)
  await page.keyboard.press('j')
  await page.keyboard.press('o')
  await page.getByRole('heading', { level: 2, name: /W19\.XXXD/ }).waitFor()
  await page.getByText('A whole code').waitFor()
})

test('a procedure is built from what its table allows', async () => {
  const page = await signedIn()
  const stay = await stayAtWork(page)
  await page.goto(`${base}/app/encoder?case=${stay}&tab=procedures`)
  await page.getByRole('group', { name: /1 Section/ }).waitFor()
  await settled(page)
  await page.keyboard.press('e')
  await page.keyboard.type('0DT')
  const parts = page.getByRole('group', { name: /4 Body Part/ })
  await parts.getByRole('button', { name: /Appendix/ }).press('Enter')
  assert.equal(await parts.getByRole('button', { name: /Stomach/ }).count(), 0, 'the table has no stomach')
  await page.keyboard.press('e')
  await page.keyboard.press('End')
  await page.keyboard.type('4ZZ')
  await page.getByText('One code: 0DTJ4ZZ').waitFor()
  await settled(page)
  await axeClean(page, 'the tables')
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/encoder_tables.png` })
  await page.keyboard.press('Escape')
  await page.keyboard.press('a')
  await until(page, 'the procedure stands at the desk', async () => (await sheet(page, stay)).procedures.some((one) => one.code === '0DTJ4ZZ'))
})

test('services are found, and what is kept is at hand', async () => {
  const page = await signedIn()
  await page.goto(`${base}/app/encoder?tab=services`)
  await page.getByLabel('Service by words or code (e)').waitFor()
  await settled(page)
  await page.keyboard.press('e')
  await page.keyboard.type('infuenza')
  await page.getByRole('list', { name: 'Services' }).getByText('G0008').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('f')
  await page.getByRole('button', { name: 'No favourite any more' }).first().waitFor()
  await page.keyboard.press('4')
  await page.getByRole('region', { name: 'Favourites' }).getByText('G0008').waitFor()
  await settled(page)
  await axeClean(page, 'what is at hand')
})

test('at the desk its keys win over those of the document beside it', async () => {
  const page = await signedIn()
  const stay = await stayAtWork(page)
  const { patient } = await sheet(page, stay)
  const document = await fileDocument(page, patient, { title: 'Two pages', contentType: 'application/pdf', bytes: pdfOf([['Page one'], ['Page two']]), encounter: stay })
  await page.goto(`${base}/app/coding?case=${stay}&document=${document}`)
  // The reader of PDF files came later and listens to y for its thumbnails, to point and comma for its pages.
  await page.getByRole('button', { name: 'Thumbnails' }).waitFor()
  await settled(page)
  const [first] = (await sheet(page, stay)).diagnoses
  await page.keyboard.press('n')
  await until(page, 'N is said', async () => (await sheet(page, stay)).diagnoses.find((one) => one.code === first.code).poa === 'N')
  await page.keyboard.press('y')
  await until(page, 'Y is said', async () => (await sheet(page, stay)).diagnoses.find((one) => one.code === first.code).poa === 'Y')
  await page.keyboard.press('.')
  await page.getByRole('button', { name: 'Thumbnails' }).waitFor({ state: 'detached' })
})
