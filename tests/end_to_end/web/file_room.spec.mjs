// SPDX-License-Identifier: Apache-2.0
// The file room without a mouse: a folder is scanned, charged out, asked about, checked in; requests are seen in walking order; what is
// missing is hunted; a chart tells what of it is on paper.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axeClean, base, close, focused, heading, limited, open, person, post, settled, signedIn, signIn } from './support.mjs'

after(close)

const lines = (page) => ask(page, '/api/paper/pull-list')
const scanBox = (page) => page.getByLabel('Barcode, or a number of the folder')

/** A folder that stands in the file and that nobody asks for. */
async function quietFolder(page) {
  const asked = new Set((await lines(page)).map((line) => line.volume.id))
  const room = (await ask(page, '/api/paper/places?text=file%20room&kind=room'))[0]
  const found = (await ask(page, `/api/paper/places/${room.id}/volumes?limit=200`)).find((one) => one.state === 'in-file' && !asked.has(one.id) && one.kind === 'medical' && one.patient)
  assert.ok(found, 'the simulated hospital has folders in its file')
  return found
}

async function fileRoom(page) {
  await page.keyboard.press('g')
  await page.keyboard.press('f')
  await heading(page, 'File room').waitFor()
  await focused(scanBox(page))
}

async function scan(page, code) {
  await focused(scanBox(page))
  await page.keyboard.type(code)
  await page.keyboard.press('Enter')
}

test('a folder goes out and comes back by keys alone, and what the record contradicts is asked', async () => {
  const page = await signedIn()
  const folder = await quietFolder(page)
  await fileRoom(page)
  await scan(page, folder.barcode)
  const place = page.getByTestId('paper-place')
  await place.filter({ hasText: 'File room' }).waitFor()
  await axeClean(page)

  await page.getByRole('button', { name: 'Charge out' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Charge out' })
  await dialog.getByLabel('To whom').fill('medicine 3')
  await dialog.getByRole('button', { name: 'Main house / Medicine 3 West' }).waitFor()
  await axeClean(page)
  await page.keyboard.press('Enter')
  await dialog.getByText('To whom: Main house / Medicine 3 West').waitFor()
  await dialog.getByRole('button', { name: 'Charge out' }).focus()
  await page.keyboard.press('Enter')
  await place.filter({ hasText: 'Medicine 3 West' }).waitFor()

  // By the record it is out: lending it to somebody else is asked about, and only then done.
  await page.getByLabel('A scan', { exact: true }).selectOption('charge-out')
  await page.getByLabel('The stack goes to').fill('coding')
  await page.getByRole('button', { name: 'Coding' }).click()
  await scan(page, folder.barcode)
  await page.getByText(/by the record this volume is with/).waitFor()
  assert.equal((await ask(page, `/api/paper/scan?code=${folder.barcode}`)).volume.place.path, 'Main house / Medicine 3 West', 'nothing moved')

  await page.getByLabel('A scan', { exact: true }).selectOption('check-in')
  await scanBox(page).focus()
  await scan(page, folder.barcode)
  await place.filter({ hasText: 'File room' }).waitFor()
  await scan(page, folder.barcode)
  await page.getByText(/in the file already/).waitFor()
  const history = (await ask(page, `/api/paper/volumes/${folder.id}`)).history
  assert.deepEqual(history.slice(0, 2).map((one) => one.kind), ['check-in', 'charge-out'], 'the second check-in wrote nothing')
})

test('what is no volume is told in words', async () => {
  const page = await signedIn()
  await fileRoom(page)
  for (const [code, words] of [['4006381333931', /no volume, place or request/], ['CHS1P|urn:oid:1|1||1|1|AA', /cover sheet/], ['V000000000001ZZ', /one of the label/]]) {
    await scan(page, code)
    await page.getByText(words).waitFor()
  }
})

test('requests stand in the order of the walk, STAT first, and a scan fills them', async () => {
  const page = await signedIn()
  const folder = await quietFolder(page)
  const emergency = (await ask(page, '/api/paper/places?text=emergency'))[0]
  await post(page, '/api/paper/requisitions', { patient: folder.patient.id, deliver_to: emergency.id, volumes: [folder.id], priority: 'stat', requester: 'Triage' })
  await fileRoom(page)
  await page.getByRole('tab', { name: /Requests/ }).click()
  const table = page.getByRole('table')
  await table.getByText(folder.filed_as).first().waitFor()
  assert.match(await table.getByRole('row').nth(1).innerText(), /STAT/)
  await axeClean(page)
  await post(page, `/api/paper/volumes/${folder.id}/movements`, { kind: 'charge-out', to: emergency.id })
  const mine = (await lines(page)).find((line) => line.volume.id === folder.id)
  assert.equal(mine.requisition.state, 'pulled')
})

test('loans past due and the figures stand on their own', async () => {
  const page = await signedIn()
  await page.goto(`${base}/app/file-room?tab=overdue`)
  await page.getByRole('heading', { name: 'The last 30 days' }).waitFor()
  await page.getByRole('region', { name: 'Volumes past due' }).waitFor()
  await axeClean(page)
})

test('a hunt follows every look, and ends when the volume is found', async () => {
  const page = await signedIn()
  const folder = await quietFolder(page)
  await post(page, `/api/paper/volumes/${folder.id}/movements`, { kind: 'mark-missing' })
  await page.goto(`${base}/app/file-room/hunts/${folder.id}`)
  const list = page.getByRole('list', { name: 'Where to look' })
  const first = await list.getByRole('listitem').first().innerText()
  await axeClean(page)
  await page.keyboard.press('n')
  await page.waitForFunction((before) => document.querySelector('ol[aria-label="Where to look"] li')?.innerText !== before, first)
  await page.keyboard.press('f')
  await page.getByText('Nobody misses it now.').waitFor()
  assert.equal((await ask(page, `/api/paper/volumes/${folder.id}`)).volume.state, 'in-file')
})

test('a chart tells what of it is on paper, and a nurse asks for it', async () => {
  const page = await signedIn()
  const folder = await quietFolder(page)
  const nurse = await open()
  await signIn(nurse, { name: limited, password: person.password })
  await nurse.goto(`${base}/app/patients/${folder.patient.id}/paper`)
  await nurse.getByRole('list', { name: 'Volumes' }).getByText(folder.filed_as).first().waitFor()
  await settled(nurse)
  await axeClean(nurse)
  await nurse.keyboard.press('n')
  const dialog = nurse.getByRole('dialog', { name: 'Ask for the chart' })
  await focused(dialog.getByLabel('Bring it to'))
  await nurse.keyboard.type('cardiology 5')
  await dialog.getByText('Main house / Cardiology 5 West').waitFor()
  await nurse.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  assert.ok((await lines(page)).some((line) => line.volume.patient?.id === folder.patient.id && line.requisition.state === 'requested'))
})
