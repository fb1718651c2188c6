// SPDX-License-Identifier: Apache-2.0
// The shift desk without a mouse: the board ticks, a walk goes step by step, an arrival is asked for by one key, a hand-off is
// written on, signed with the password, and accepted by somebody else; who works alone gives a sign.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axeClean, base, close, colleague, focused, heading, open, person, post, settled, signedIn, signIn } from './support.mjs'

after(close)

async function shiftDesk(page) {
  await page.keyboard.press('g')
  await page.keyboard.press('n')
  await heading(page, 'Shift desk').waitFor()
  await settled(page)
}

/** A STAT for a folder that stands in the file, promised in so many minutes. */
async function stat(page, minutes) {
  const asked = new Set((await ask(page, '/api/paper/pull-list')).map((line) => line.volume.id))
  const room = (await ask(page, '/api/paper/places?text=file%20room&kind=room'))[0]
  const folder = (await ask(page, `/api/paper/places/${room.id}/volumes?limit=200`)).find((one) => one.state === 'in-file' && one.kind === 'medical' && one.patient && !asked.has(one.id))
  const emergency = (await ask(page, '/api/paper/places?text=emergency'))[0]
  const { now } = await ask(page, '/api/shift/room')
  const answer = await post(page, '/api/paper/requisitions', { patient: folder.patient.id, deliver_to: emergency.id, volumes: [folder.id], priority: 'stat', requester: 'Triage', needed_at: new Date(new Date(now).getTime() + minutes * 60_000).toISOString() })
  return { folder, requisition: answer.requisitions[0] }
}

test('the board ticks by the time that passes, whatever the workstation takes for the time of day', async () => {
  const page = await open()
  await page.addInitScript(() => {
    const now = Date.now
    Date.now = () => now() - 5 * 60_000
  })
  await signIn(page)
  const { folder } = await stat(page, 12)
  await shiftDesk(page)
  const row = page.getByRole('row').filter({ hasText: folder.filed_as }).first()
  const left = row.locator('[data-stage]')
  const first = await left.innerText()
  assert.match(first, /^1[12]:\d\d$/)
  await page.waitForFunction(([element, before]) => element.innerText !== before, [await left.elementHandle(), first])
  assert.match(await left.innerText(), /^1[12]:\d\d$/)
  await axeClean(page, 'the board')
})

test('one walk by keys: chosen on the board, step by step, each volume scanned', async () => {
  const page = await signedIn()
  const { folder, requisition } = await stat(page, 10)
  await shiftDesk(page)
  const box = page.locator(`[data-requisition="${requisition.id}"]`)
  await box.waitFor()
  for (let tries = 0; tries < 200 && !(await box.evaluate((element) => element === document.activeElement)); tries++) await page.keyboard.press('j')
  await page.keyboard.press('x')
  assert.equal(await box.isChecked(), true)
  await page.keyboard.press('w')
  const step = page.getByRole('region', { name: 'This step' })
  await step.getByText('Take from the shelf').waitFor()
  await step.getByText(/File room \/ Bay \d \/ Shelf \d/).waitFor()
  await axeClean(page, 'a walk')
  await page.keyboard.press('f')
  await focused(step.getByLabel('Scan the barcode'))
  await page.keyboard.type('V000000000001ZZ')
  await page.keyboard.press('Enter')
  await page.getByText('This is not a volume of this step.').waitFor()
  await step.getByLabel('Scan the barcode').fill(folder.barcode)
  await page.keyboard.press('Enter')
  await step.getByText('Bring').waitFor()
  assert.equal((await ask(page, `/api/paper/volumes/${folder.id}`)).volume.place.path, 'Main house / Emergency department')
  await focused(step.getByLabel('Scan the barcode'))
  await page.keyboard.type(folder.barcode)
  await page.keyboard.press('Enter')
  await page.getByText('The walk is done.').waitFor()
  assert.equal((await ask(page, `/api/paper/volumes/${folder.id}`)).requisitions[0].state, 'delivered')
})

test('who came in with paper is asked for by one key', async () => {
  const page = await signedIn()
  await shiftDesk(page)
  await page.keyboard.press('3')
  const list = page.getByRole('list', { name: 'Arrivals' })
  await list.getByRole('listitem').first().waitFor()
  await axeClean(page, 'arrivals')
  const before = (await ask(page, '/api/shift/arrivals')).filter((one) => one.volumes.length && !one.asked)
  assert.ok(before.length > 0, 'somebody came in for whom nobody asks')
  await page.keyboard.press('a')
  await page.getByText('Asked for: it stands on the board').waitFor()
  const now = (await ask(page, '/api/shift/arrivals')).find((one) => one.encounter === before[0].encounter)
  assert.equal(now.asked_for_this, true)
})

test('a hand-off is written on, signed with the password, printed as a page, and accepted by somebody else', async () => {
  const page = await signedIn()
  await shiftDesk(page)
  await page.keyboard.press('4')
  const sheet = page.getByRole('article', { name: 'Hand-off' })
  await sheet.getByRole('heading', { name: /Open STATs/ }).waitFor()
  await page.getByLabel('A note for the next shift').focus()
  await page.keyboard.type('The lift to 5 West is out of order.')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await sheet.getByText('The lift to 5 West is out of order.').first().waitFor()
  await axeClean(page, 'the open hand-off')
  await page.keyboard.press('s')
  const dialog = page.getByRole('dialog', { name: 'Sign the hand-off' })
  await focused(dialog.getByLabel('Your password'))
  await axeClean(page, 'the signature')
  await page.keyboard.type('not my password')
  await page.keyboard.press('Enter')
  await dialog.getByRole('alert').getByText(/./).first().waitFor()
  await dialog.getByLabel('Your password').fill(person.password)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/shift\/hand-offs\//)
  await sheet.getByText(/Signed by/).waitFor()
  await sheet.getByText('SHA-256 of what was signed').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Accept it' }).count(), 0, 'nobody accepts their own')
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.getByRole('button', { name: 'Print' }).isVisible(), false)
  assert.ok((await page.pdf({ format: 'A4' })).length > 5000)
  await page.emulateMedia({ media: 'screen' })

  const other = await open()
  await signIn(other, { name: colleague, password: person.password })
  await other.goto(page.url())
  await other.getByRole('button', { name: 'Accept it' }).waitFor()
  await settled(other)
  await other.keyboard.press('y')
  await other.getByText(/Taken over by/).waitFor()
  await axeClean(other, 'an accepted hand-off')
})

test('who works alone gives signs, and visitors are written down', async () => {
  const page = await signedIn()
  await shiftDesk(page)
  await page.keyboard.press('5')
  await page.getByRole('button', { name: /I work alone/ }).waitFor()
  await page.keyboard.press('i')
  await page.getByRole('button', { name: /Give a sign of life/ }).waitFor()
  await axeClean(page, 'in the room')
  await page.keyboard.press('i')
  await page.getByText('Sign given').waitFor()
  await page.keyboard.press('e')
  await page.getByRole('button', { name: /I work alone/ }).waitFor()
  await page.getByLabel('Visitor (empty: yourself)').fill('Window cleaner')
  await page.getByLabel('Why').fill('windows of the west side')
  await page.keyboard.press('Enter')
  const entry = page.getByRole('listitem').filter({ hasText: 'Window cleaner' }).first()
  await entry.getByRole('button', { name: 'Leaves' }).focus()
  await page.keyboard.press('Enter')
  await entry.getByText(/^left/).waitFor()
})

test('at night the page is dark, large and one column, and by day as before', async () => {
  const page = await signedIn({ viewport: { width: 900, height: 1000 } })
  await shiftDesk(page)
  await page.keyboard.press('d')
  await page.locator('[data-night]').waitFor()
  assert.equal(await page.evaluate(() => document.documentElement.dataset.mantineColorScheme), 'dark')
  await settled(page)
  await axeClean(page, 'the board at night')
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.ok(over <= 0, `${over} px too wide`)
  assert.equal(await page.getByRole('heading', { name: 'The next 24 hours' }).count(), 0)
  await page.keyboard.press('d')
  await page.locator('[data-night]').waitFor({ state: 'detached' })
  assert.notEqual(await page.evaluate(() => document.documentElement.dataset.mantineColorScheme), 'dark')
})
