// SPDX-License-Identifier: Apache-2.0
// The downtime pack as a workstation opens it: from the disk, in Chromium, without server or network. Run by downtime_test.py:
// CHARTA_PACK names the file, CHARTA_PACK_WORDS a file with its passphrase, CHARTA_PACK_NAME, _NUMBER, _BORN, _PLACE and _BARCODE
// somebody in it.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { axeClean, close, focused, open } from './support.mjs'

after(close)

const file = process.env.CHARTA_PACK
const words = readFileSync(process.env.CHARTA_PACK_WORDS, 'utf8').trim()
const somebody = { name: process.env.CHARTA_PACK_NAME, number: process.env.CHARTA_PACK_NUMBER, born: process.env.CHARTA_PACK_BORN, place: process.env.CHARTA_PACK_PLACE, barcode: process.env.CHARTA_PACK_BARCODE }

async function fromDisk(path = file, options = {}) {
  const page = await open(options)
  await page.context().setOffline(true)
  page.asked = []
  page.on('request', (request) => page.asked.push(request.url()))
  await page.goto(pathToFileURL(path).href)
  await focused(page.getByLabel('Passphrase'))
  return page
}
async function unlocked(path = file, options = {}) {
  const page = await fromDisk(path, options)
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
  await focused(page.getByRole('searchbox'))
  return page
}
const rows = (page) => page.getByRole('row')

test('a wrong passphrase opens nothing and says so', async () => {
  const page = await fromDisk()
  await page.keyboard.type(`${words}s`)
  await page.keyboard.press('Enter')
  await page.getByText('Not opened: the passphrase is another, or the pack was altered.').waitFor()
  assert.equal(await page.getByRole('searchbox').isVisible(), false)
  await axeClean(page, 'the closed pack')
  assert.ok(!(await page.content()).includes(somebody.name))
})

test('the pack opens from the disk and finds people by name, number, birth date and barcode, by keys alone', async () => {
  const page = await unlocked()
  for (const typed of [somebody.name.slice(0, 5).toLowerCase(), somebody.number, somebody.born, somebody.barcode].filter(Boolean)) {
    await page.keyboard.press('Escape')
    await page.keyboard.press('/')
    await page.keyboard.type(typed)
    await rows(page).filter({ hasText: somebody.number }).first().waitFor()
  }
  await rows(page).filter({ hasText: somebody.place }).first().waitFor()
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await axeClean(page, `the open pack (${colorScheme})`)
  }
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/downtime-pack.png` })
  assert.deepEqual(page.asked.filter((url) => !url.startsWith('file:')), [], 'it asks nobody for anything')
  assert.deepEqual(page.problems, [])
})

test('every list is a key away, and the ledger stands there as text and code', async () => {
  const page = await unlocked()
  await page.keyboard.press('Escape')
  for (const [key, title] of [['1', 'Census'], ['2', 'Open requests'], ['3', "Today's pulls"], ['4', 'Missing charts'], ['5', 'Appointments'], ['6', 'Ledger']]) {
    await page.keyboard.press(key)
    await page.getByRole('heading', { name: title, level: 2 }).waitFor()
    await axeClean(page, `the pack, ${title}`)
  }
  await page.getByRole('img', { name: 'QR code of the ledger checkpoint' }).waitFor()
  assert.match(await page.locator('.root').textContent(), /^[0-9a-f]{64}$/)
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/downtime-ledger.png` })
})

test('an old pack warns, in words', async () => {
  const page = await fromDisk()
  await page.getByText(/old\.$/).waitFor()
  await page.clock.install({ time: Date.now() + 40 * 60_000 })
  await page.reload()
  await page.getByText(/4\d minutes old\. Warning/).waitFor()
})

test('an altered letter of the closed bytes is refused, and so is an altered age', async () => {
  const text = readFileSync(file, 'utf8')
  const at = text.indexOf('id="sealed">') + 400
  const alterations = [text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1), text.replace(/("made_at":"20)(\d\d)/, (_, front, year) => front + String(Number(year) + 1))]
  for (const altered of alterations) {
    assert.notEqual(altered, text)
    writeFileSync(`${file}.altered.html`, altered)
    const page = await fromDisk(`${file}.altered.html`)
    await page.keyboard.type(words)
    await page.keyboard.press('Enter')
    await page.getByText('Not opened').waitFor()
  }
})
