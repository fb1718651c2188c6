// SPDX-License-Identifier: Apache-2.0
// A page in the wrong chart: found by the watch, shown beside both identities, withheld, brought home, by keys alone.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axeClean, base, close, focused, limited, makeMisfiled, open, patience, person, said, settled, signedIn, signIn } from './support.mjs'

after(close)

const table = (page) => page.getByRole('region', { name: 'Chart and page compared, table' })
const moveDialog = (page) => page.getByRole('dialog', { name: 'Move to another patient' })

/** The item open in its queue. */
async function atItem(page, item) {
  await page.goto(`${base}/app/worklists/misfile?item=${item.id}`)
  await table(page).waitFor()
  await settled(page)
}
const stateOf = async (page, item) => (await ask(page, `/api/work-items/${item.id}`)).state

test('a scanned file from elsewhere is quoted: its own lines, with what names somebody else marked', async () => {
  const page = await signedIn()
  let item
  for (const until = Date.now() + patience; !item && Date.now() < until; await page.waitForTimeout(500)) item = (await ask(page, '/api/worklists/misfile?limit=200')).find((one) => one.title === 'EKG')
  assert.ok(item, 'the simulated hospital has a scan in a wrong chart, and the watch has read it')
  await atItem(page, item)
  const quotes = page.getByRole('region', { name: 'What the page says' })
  await quotes.waitFor()
  const other = (await ask(page, `/api/misfiles/${item.id}`)).other
  assert.ok((await quotes.locator('mark').allTextContents()).some((text) => text.includes(other.mrn)), 'the number is marked as the page has it')
  await quotes.getByText('MRN:').waitFor()
  await axeClean(page, 'a quoted page')
})

test('a page that names another patient is compared, withheld and moved by keys alone', async () => {
  const page = await signedIn()
  const { item, chart, other, document } = await makeMisfiled(page)
  await atItem(page, item)
  for (const text of [other.mrn, other.birth_date]) await table(page).getByRole('cell', { name: text }).first().waitFor()
  await table(page).getByText(other.family).first().waitFor()
  const marked = page.getByRole('region', { name: 'Page text' }).locator('mark')
  assert.ok((await marked.allTextContents()).some((text) => text.includes(other.mrn)), 'the number on the page is marked')
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    await axeClean(page, `a misfiled page (${colorScheme})`)
  }
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/misfile.png` })

  const nurse = await open()
  await signIn(nurse, { name: limited, password: person.password })
  assert.equal((await nurse.request.get(`${base}/api/documents/${document}`)).status(), 200, 'until somebody says so it stands as it stood')

  await page.keyboard.press('y')
  const confirm = page.getByRole('dialog', { name: 'Wrong patient: withhold it' })
  await confirm.waitFor()
  await page.keyboard.press('1')
  await page.keyboard.press('Control+Enter')
  await confirm.waitFor({ state: 'detached' })
  for (const until = Date.now() + patience; (await stateOf(page, item)) !== 'confirmed'; await page.waitForTimeout(100)) assert.ok(Date.now() < until, 'it is confirmed')
  assert.equal((await nurse.request.get(`${base}/api/documents/${document}`)).status(), 404, 'withheld at once')

  await atItem(page, item)
  await page.getByText('nobody sees it but this department').waitFor()
  await page.keyboard.press('i')
  const seen = page.getByRole('dialog', { name: 'Who saw it meanwhile' })
  await seen.getByRole('row').nth(1).waitFor()
  await page.keyboard.press('Escape')
  await seen.waitFor({ state: 'detached' })

  await page.keyboard.press('m')
  await focused(moveDialog(page).getByRole('combobox', { name: 'The right patient' }))
  await page.keyboard.type(other.mrn)
  await moveDialog(page).getByRole('option').filter({ hasText: other.mrn }).waitFor()
  await page.keyboard.press('Enter')
  await focused(moveDialog(page).getByRole('radio').first())
  await page.keyboard.press('1')
  await page.keyboard.press('Control+Enter')
  await said(page, 'Moved. Both charts tell of it.')
  for (const until = Date.now() + patience; (await stateOf(page, item)) !== 'moved'; await page.waitForTimeout(100)) assert.ok(Date.now() < until, 'the item closes itself')
  assert.equal((await nurse.request.get(`${base}/api/documents/${document}`)).status(), 200, 'at home it is readable')

  await page.goto(`${base}/app/patients/${chart.id}/particulars`)
  await page.getByRole('region', { name: 'Withheld, table' }).getByText('brought to its own chart').waitFor()
  await axeClean(page, 'the tombstone')
})

test('what is no misfile is said with a reason, and leaves the queue', async () => {
  const page = await signedIn()
  const { item } = await makeMisfiled(page)
  await atItem(page, item)
  await page.keyboard.press('d')
  const dialog = page.getByRole('dialog', { name: 'Not a misfile' })
  await dialog.waitFor()
  await page.keyboard.press('1')
  await page.keyboard.press('Control+Enter')
  await dialog.waitFor({ state: 'detached' })
  for (const until = Date.now() + patience; (await stateOf(page, item)) !== 'not-a-misfile'; await page.waitForTimeout(100)) assert.ok(Date.now() < until, 'it is answered')
})

test('a misfiled page is read at any width', async () => {
  const page = await signedIn()
  const { item } = await makeMisfiled(page)
  for (const [width, height] of [[1024, 768], [390, 844]]) {
    await page.setViewportSize({ width, height })
    await atItem(page, item)
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.ok(over <= 0, `${over} px too wide at ${width}`)
    await axeClean(page, `a misfiled page at ${width} px`)
  }
})
