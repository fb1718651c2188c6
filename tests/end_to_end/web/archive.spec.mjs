// SPDX-License-Identifier: Apache-2.0
// Across decades and media without a mouse: an old number of a closed hospital leads to what exists where; a box is ordered from its
// vendor and received by scan; places are made, planned and labelled; a next volume is begun.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axeClean, base, close, focused, heading, post, settled, signedIn } from './support.mjs'

after(close)

const box = (page) => page.getByLabel('Number of any age, name, former name, box, roll and frame')

async function archive(page) {
  await page.keyboard.press('g')
  await page.keyboard.press('v')
  await heading(page, 'Archive').waitFor()
  await focused(box(page))
}
async function type(page, text) {
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
}
const said = (page, name) => page.getByRole('heading', { name, level: 2 })
const dark = (page, on) => page.emulateMedia({ colorScheme: on ? 'dark' : 'light' })

test('an old number of a closed hospital is answered by every medium, and what is off site is ordered by a key', async () => {
  const page = await signedIn()
  await archive(page)
  await type(page, 'A-44-11')
  await page.getByText('old number (unit, St. Anne)').waitFor()
  await page.getByText('Microfilm roll').waitFor()
  await page.getByText('about 60 minutes').waitFor()
  assert.ok(!page.url().slice(base.length).includes('44'), 'what was asked stands in no address')
  await axeClean(page)
  await dark(page, true)
  await axeClean(page)
  await dark(page, false)
  const answer = await post(page, '/api/holdings', { text: 'A-44-11' })
  const boxed = answer.candidates[0].holdings.find((one) => one.where === 'off-site')
  assert.ok(boxed, 'one of the volumes stands in the box of the vendor')
  await page.keyboard.press('o')
  await heading(page, 'File room').waitFor()
  await page.getByRole('button', { name: 'Send the order' }).waitFor()
  await page.keyboard.press('o')
  await page.getByText('Scan what came').waitFor()
  await axeClean(page)
  await focused(page.getByLabel('Scan what came'))
  for (const one of answer.candidates[0].holdings.filter((holding) => holding.where === 'off-site')) await type(page, one.barcode), await settled(page)
  await page.getByText('Received', { exact: true }).first().waitFor()
  assert.equal((await ask(page, `/api/paper/scan?code=${boxed.barcode}`)).volume.state, 'in-file')
})

test('nobody is chosen where several fit, and nothing is said to exist that does not', async () => {
  const page = await signedIn()
  await archive(page)
  await type(page, '999-77-999-1')
  await said(page, 'Nothing of it ever existed here').waitFor()
  await page.keyboard.press('s')
  await focused(box(page))
  await page.keyboard.press('Control+A')
  await type(page, 'roll 118')
  await said(page, 'Several people fit').waitFor()
  const people = page.getByRole('list', { name: 'People whom it may mean' }).locator('> li')
  assert.ok((await people.count()) > 1)
  await page.keyboard.press('j')
  await page.waitForFunction(() => document.querySelectorAll('ol > li')[1]?.getAttribute('aria-current') === 'true')
})

test('a late order is seen at once, with what vendors kept of their word', async () => {
  const page = await signedIn()
  await page.goto(`${base}/app/file-room?tab=vendors`)
  await page.getByText('PO 2026-0311').waitFor()
  await page.getByText(/^late:/).first().waitFor()
  await page.getByRole('region', { name: 'Vendors, month by month' }).waitFor()
  await axeClean(page)
  await page.getByRole('button', { name: 'List what is quiet' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText(/quiet since/).waitFor()
})

test('a place is made, its shelves planned with room to grow, and it is closed again', async () => {
  const page = await signedIn()
  await page.goto(`${base}/app/file-room?tab=places`)
  await page.getByRole('button', { name: 'Main house', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'File room', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'Shelves, in the order of the walk' }).waitFor()
  await page.getByText(/the fullest would be/).waitFor()
  await axeClean(page)
  await page.getByRole('list', { name: 'Places' }).waitFor()
  await page.keyboard.press('n')
  await type(page, 'Spare bay')
  await page.getByText('Main house / File room / Spare bay is made').waitFor()
  await page.getByRole('button', { name: 'Close Spare bay' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('Spare bay is closed').waitFor()
  await page.reload() // the address alone leads there again
  await page.getByText(/the fullest would be/).waitFor()
  await page.keyboard.press('n')
  await page.getByRole('dialog', { name: 'Make a place in File room' }).waitFor()
})

test('a next volume is begun from the chart, and the one in use ends that day', async () => {
  const page = await signedIn()
  const room = (await ask(page, '/api/paper/places?text=file%20room&kind=room'))[0]
  const folder = (await ask(page, `/api/paper/places/${room.id}/volumes?limit=200`)).find((one) => one.state === 'in-file' && one.kind === 'medical' && one.patient && !one.until_day)
  await page.goto(`${base}/app/patients/${folder.patient.id}/paper`)
  await page.getByRole('button', { name: 'New volume' }).waitFor()
  await page.keyboard.press('v')
  const dialog = page.getByRole('dialog')
  await focused(dialog.getByLabel('Belongs in'))
  await page.keyboard.type('file room')
  await dialog.getByText('Main house / File room', { exact: true }).waitFor()
  await dialog.getByLabel(/Begins on/).fill(new Date().toISOString().slice(0, 10))
  await dialog.getByLabel('Old number', { exact: true }).fill('Z-1-77')
  await axeClean(page)
  await page.keyboard.press('Enter')
  await heading(page, 'File room').waitFor()
  const found = await ask(page, '/api/paper/scan?code=z177')
  const made = found.volumes[0] ?? found.volume
  assert.equal(made.from_day, new Date().toISOString().slice(0, 10))
  assert.equal((await ask(page, `/api/paper/volumes/${folder.id}`)).volume.until_day, made.from_day)
})
