// SPDX-License-Identifier: Apache-2.0
// The physician's list: two keys an item, one password for many, on a desk and on a telephone; back to transcription; written here.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axeClean, base, close, fhir, focused, open, patience, person, physician, post, said, settled, signedIn, signIn, someone, stayOf } from './support.mjs'

after(close)

const key = 'urn:e2e|4711', name = 'Ruth Hale, MD'
const attending = { identifier: { system: 'urn:e2e', value: '4711' }, display: name }
let made
/** A stay of somebody new with notes of this physician, once; the administrator says who they are. */
const stay = (page) => (made ??= makeStay(page))
async function makeStay(page) {
  await post(page, '/api/signers', { account: physician, key, name, standing: 'attending' })
  const patient = await someone(page)
  const encounter = await fhir(page, 'POST', '/Encounter', { ...stayOf(patient.id, 'finished'), participant: [{ type: [{ coding: [{ code: 'ATND' }] }], individual: attending }] })
  return { patient, encounter }
}
async function note(page, words) {
  const { patient, encounter } = await stay(page)
  return fhir(page, 'POST', '/DocumentReference', {
    resourceType: 'DocumentReference', status: 'current', docStatus: 'preliminary', date: '2026-02-24T10:00:00Z', type: { coding: [{ system: 'http://loinc.org', code: '11506-3', display: 'Progress note' }] },
    author: [attending], subject: { reference: `Patient/${patient.id}` }, context: { encounter: [{ reference: `Encounter/${encounter.id}` }] },
    content: [{ attachment: { contentType: 'text/plain', data: Buffer.from(words).toString('base64') } }],
  })
}
const theirs = async (options) => {
  const page = await open(options)
  await signIn(page, { name: physician, password: person.password })
  return page
}
const owed = (page) => page.getByRole('list', { name: 'What I owe' })
const mine = async (page) => (await (await page.request.get(`${base}/api/mine`)).json()).items
const status = async (page, id) => (await (await page.request.get(`${base}/api/signable/${id}`)).json()).status

test('read, read, read, and one password signs them all', async () => {
  const admin = await signedIn()
  const notes = []
  for (const words of ['Seen on day one.', 'Seen on day two.', 'Seen on day three.']) notes.push((await note(admin, words)).id)
  const page = await theirs()
  await settled(page)
  await page.keyboard.press('g')
  await page.keyboard.press('y')
  await owed(page).waitFor()
  await page.getByText(`Signing as ${name}`).waitFor()
  const lines = await mine(page)
  const start = lines.findIndex((one) => one.document && notes.includes(one.document.id))
  for (let at = 0; at < start; at++) await page.keyboard.press('j')
  for (const words of ['Seen on day one.', 'Seen on day two.', 'Seen on day three.']) {
    await page.getByRole('region', { name: 'Text of the document' }).filter({ hasText: words }).waitFor()
    await page.keyboard.press('Space')
  }
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    await axeClean(page, `the physician's list (${colorScheme})`)
  }
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/mine.png` })
  await page.keyboard.press('s')
  await focused(page.getByRole('dialog').getByLabel('Your password'))
  await axeClean(page, 'signing')
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/sign.png` })
  await page.keyboard.type('not the password')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('alert').filter({ hasText: /\w/ }).waitFor()
  await page.keyboard.type(person.password)
  await page.keyboard.press('Enter')
  await said(page, '3 documents signed.')
  for (const one of notes) assert.equal(await status(page, one), 'final')
})

test('what is wrong goes back, comes again, and is signed on a telephone', async () => {
  const admin = await signedIn()
  const { id } = await note(admin, 'The right knee.')
  const page = await theirs({ viewport: { width: 390, height: 844 } })
  await page.goto(`${base}/app/mine`)
  const line = (await mine(page)).find((one) => one.document?.id === id)
  await page.goto(`${base}/app/mine?of=${line.deficiency}`)
  await page.getByText('The right knee.').waitFor()
  await settled(page)
  await axeClean(page, 'a note on a telephone')
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing stands beside the screen')
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/mine_telephone.png` })
  await page.getByRole('button', { name: /^Corrections…/ }).press('Enter')
  await focused(page.getByLabel('What is wrong in it'))
  await page.keyboard.type('It was the left one.')
  await page.keyboard.press('Control+Enter')
  await said(page, 'Back with transcription.')
  assert.ok(!(await mine(page)).some((one) => one.document?.id === id), 'nobody is asked meanwhile')

  const item = (await ask(admin, '/api/worklists/document-correction?limit=50')).find((one) => one.subject.id === id || one.detail.document?.endsWith(id))
  await admin.goto(`${base}/app/worklists/document-correction?item=${item.id}`)
  await admin.getByText('It was the left one.').waitFor()
  await admin.getByLabel('The whole text as it shall be').fill('The left knee.')
  await settled(admin)
  await axeClean(admin, 'a correction in its queue')
  await admin.getByLabel('The whole text as it shall be').press('Control+Enter')
  await said(admin, 'With the physician again.')

  const again = (await mine(page)).find((one) => one.document?.id === id)
  assert.ok(again, 'it is owed again')
  await page.goto(`${base}/app/mine?of=${again.deficiency ?? again.item}`)
  await page.getByText('The left knee.').waitFor()
  await settled(page)
  await page.keyboard.press('s')
  await focused(page.getByRole('dialog').getByLabel('Your password'))
  await page.keyboard.type(person.password)
  await page.keyboard.press('Enter')
  await said(page, '1 document signed.')
  assert.equal(await status(page, id), 'final')
})

test('what is missing is typed here, signed, and corrected in the reader with the original readable', async () => {
  const admin = await signedIn()
  await stay(admin)
  const page = await theirs()
  const missing = (await mine(page)).find((one) => one.act === 'write')
  await page.goto(`${base}/app/mine?of=${missing.deficiency}`)
  await page.getByText('It has not been written.', { exact: false }).waitFor()
  await settled(page)
  await page.keyboard.press('t')
  await focused(page.getByRole('dialog').getByLabel('Text'))
  await page.keyboard.type('Went home well.')
  await page.keyboard.press('Control+Enter')
  await said(page, 'Kept.')
  const written = (await mine(page)).find((one) => one.act === 'sign' && one.encounter === missing.encounter && one.title === missing.title)
  await page.goto(`${base}/app/documents/${written.document.id}`)
  await page.getByText('Went home well.').first().waitFor()
  await page.getByRole('button', { name: /^Sign…/ }).waitFor()
  await settled(page)
  await page.keyboard.press('Shift+S')
  await focused(page.getByRole('dialog').getByLabel('Your password'))
  await page.keyboard.type(person.password)
  await page.keyboard.press('Enter')
  await said(page, '1 document signed.')
  await page.getByRole('list', { name: 'Signatures' }).getByText(name).waitFor()
  await page.getByRole('button', { name: /^Add or correct…/ }).waitFor()
  await settled(page)
  await page.keyboard.press('Shift+D')
  await page.getByRole('dialog').getByLabel('What it is').selectOption('correction')
  await page.getByRole('dialog').getByLabel('What is wrong in it').fill('It was the day after.')
  await page.getByRole('dialog').getByLabel('The whole text as it shall be').fill('Went home well, a day later.')
  await axeClean(page, 'a correction')
  await page.getByRole('dialog').getByLabel('Your password').fill(person.password)
  await page.getByRole('dialog').getByLabel('Your password').press('Enter')
  await said(page, 'Kept and signed.')
  await page.getByRole('list', { name: 'Signatures' }).getByText('Corrected').waitFor()
  await page.getByText('Went home well.').first().waitFor()
})

test('not mine goes back with a reason', async () => {
  const admin = await signedIn()
  const { id } = await note(admin, 'Somebody else saw this patient.')
  const page = await theirs()
  for (const until = Date.now() + patience; ; await page.waitForTimeout(200)) {
    const line = (await mine(page)).find((one) => one.document?.id === id && one.may_decline)
    if (line) {
      await page.goto(`${base}/app/mine?of=${line.deficiency}`)
      break
    }
    assert.ok(Date.now() < until, 'it is owed')
  }
  await page.getByText('Somebody else saw this patient.').waitFor()
  await settled(page)
  await page.keyboard.press('n')
  await page.getByRole('dialog').getByText('The physician did not treat this patient.').click()
  await page.keyboard.press('Control+Enter')
  await said(page, 'Back with the department.')
  assert.ok(!(await mine(page)).some((one) => one.document?.id === id))
})

test('what was sent back by mistake is taken back where it waits', async () => {
  const admin = await signedIn()
  const { id } = await note(admin, 'The right knee, as it is.')
  const page = await theirs()
  const asked = await post(page, '/api/corrections', { document: { id }, words: 'It was another note that is wrong.' })
  await admin.goto(`${base}/app/worklists/document-correction?item=${asked.item}`)
  await admin.getByText('It was another note that is wrong.').waitFor()
  await settled(admin)
  await admin.getByRole('button', { name: 'Not wrong after all' }).press('Enter')
  await said(admin, 'Nothing is wrong in it any more.')
  assert.ok((await mine(page)).some((one) => one.document?.id === id), 'it is owed again')
})
