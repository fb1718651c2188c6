// SPDX-License-Identifier: Apache-2.0
// The counter without a mouse: a scanner that types, a camera that sees a label of ours, an hour without the line, a shelf that is read; on a
// telephone's width, in both themes.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { ask, axeClean, base, browserWith, close, heading, patience, person, post, settled, signedIn, signIn } from './support.mjs'

after(close)

const phone = { width: 360, height: 740 }
const place = async (page, text) => (await ask(page, `/api/paper/places?text=${encodeURIComponent(text)}`))[0]
const volume = async (page, id) => (await ask(page, `/api/paper/volumes/${id}`)).volume

async function until(look) {
  for (const end = Date.now() + patience; !(await look()); await new Promise((go) => setTimeout(go, 100))) assert.ok(Date.now() < end, 'it never came')
}
/** The page's files are kept: from now on it opens without the line. */
const pageIsKept = (page) => until(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration('/app/counter'))?.active?.state === 'activated'))

let taken = 0
/** Folders that stand in the file and that nobody asks for; no test has the same. */
async function folders(page, count) {
  const asked = new Set((await ask(page, '/api/paper/pull-list')).map((line) => line.volume.id))
  const room = (await ask(page, '/api/paper/places?text=file%20room&kind=room'))[0]
  const quiet = (await ask(page, `/api/paper/places/${room.id}/volumes?limit=500`)).filter((one) => one.state === 'in-file' && !asked.has(one.id) && one.kind === 'medical' && !one.needs_purpose)
  const mine = quiet.slice(taken, taken + count)
  taken += count
  assert.equal(mine.length, count, 'the simulated hospital has folders in its file')
  return mine
}

async function counter(page) {
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await heading(page, 'Counter').waitFor()
  await page.getByText('The house answers.').waitFor()
}
/** As a scanner types: at once, and Enter. */
async function scan(page, code) {
  await page.keyboard.type(code)
  await page.keyboard.press('Enter')
}
const answer = (page) => page.getByRole('region', { name: 'The last scan' })
async function mode(page, key, name) {
  await page.waitForTimeout(150) // no scanner any more, a person
  await page.keyboard.press(key)
  await page.getByRole('radio', { name, checked: true }).waitFor()
}
const says = (page, words) => answer(page).getByText(words).first().waitFor()
const tone = (page) => page.evaluate(() => document.documentElement.dataset.counterTone)

test('a scanner charges out and checks in, and what the record contradicts is asked', async () => {
  const page = await signedIn({ viewport: phone })
  const [folder] = await folders(page, 1)
  const [ward, clinic] = [await place(page, 'medicine 3 west'), await place(page, 'cardiology clinic')]
  await counter(page)
  await axeClean(page, 'the counter')
  await mode(page, '2', 'Charge out')
  await scan(page, folder.barcode)
  await says(page, 'Scan first to whom the folders go.')
  assert.equal(await tone(page), 'wrong')
  await scan(page, ward.barcode)
  await says(page, ward.path)
  await scan(page, folder.barcode)
  await says(page, 'Done')
  await says(page, folder.filed_as)
  assert.equal(await tone(page), 'done')
  assert.equal((await volume(page, folder.id)).place.id, ward.id)
  await settled(page)
  await axeClean(page, 'done')

  await scan(page, clinic.barcode)
  await says(page, clinic.path)
  await scan(page, folder.barcode)
  await says(page, 'It asks')
  assert.equal(await tone(page), 'asks')
  assert.equal((await volume(page, folder.id)).place.id, ward.id, 'nothing moved')
  await page.getByRole('region', { name: 'Waits for an answer' }).waitFor()
  await settled(page)
  await axeClean(page, 'a question')
  await page.waitForTimeout(150)
  await page.keyboard.press('y')
  await says(page, 'Done')
  assert.equal((await volume(page, folder.id)).place.id, clinic.id)
  await page.getByRole('region', { name: 'Waits for an answer' }).waitFor({ state: 'detached' })

  await mode(page, '1', 'Check in')
  await scan(page, folder.barcode)
  await says(page, 'Done')
  await scan(page, folder.barcode)
  await says(page, 'So already')
  assert.deepEqual(page.problems, [])
})

test('a label of another kind is told in words, and in another tone', async () => {
  const page = await signedIn({ viewport: phone })
  await counter(page)
  for (const [code, words] of [['V000000000001ZZ', /characters is wrong/], ['CHS1P|urn:oid:1|1||1|1|AA', /cover sheet/], ['4006381333931', /no volume has this barcode/]]) {
    await scan(page, code)
    await says(page, words)
    assert.equal(await tone(page), 'wrong')
  }
  await page.waitForTimeout(150)
  await page.keyboard.press('q')
  await page.getByRole('button', { name: 'Sound is off' }).waitFor()
  await scan(page, 'V000000000001ZZ')
  await page.waitForFunction(() => document.documentElement.dataset.counterTone === 'wrong muted')
  assert.equal((await ask(page, '/api/counter/scans')).filter((one) => one.barcode === '4006381333931').length, 0, 'it was told at once, and waits for nobody')
  await page.keyboard.press('q')
})

test('nothing is wider than a telephone, in either theme', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const page = await signedIn({ viewport: phone, colorScheme })
    await counter(page)
    await scan(page, '4006381333931')
    await says(page, 'Wrong')
    await settled(page)
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360 && document.querySelector('main').scrollWidth <= 360), 'nothing scrolls sideways')
    const sizes = await page.getByRole('radio').evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ width, height }) => Math.min(width, height)))
    assert.ok(sizes.every((one) => one >= 44), `big enough for a thumb: ${sizes}`)
    await axeClean(page, `the counter, ${colorScheme}`)
    if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/counter-${colorScheme}.png` })
  }
})

test('without the line scans are kept, the page opens again, and all is sent once when the line is back', async () => {
  const page = await signedIn({ viewport: phone })
  const [first, second, third] = await folders(page, 3)
  const [ward, clinic] = [await place(page, 'orthopedics'), await place(page, 'cardiology clinic')]
  await counter(page)
  await mode(page, '2', 'Charge out')
  await scan(page, ward.barcode)
  await says(page, ward.path)
  await pageIsKept(page)
  await page.goto(`${base}/app/counter`)
  await page.getByText('The house answers.').waitFor()

  const context = page.context()
  await context.setOffline(true)
  await scan(page, first.barcode)
  await says(page, 'Kept')
  assert.equal(await tone(page), 'kept')
  await page.reload()
  await heading(page, 'Counter').waitFor()
  await page.getByText(/No line to the house/).first().waitFor()
  const kept = page.getByRole('region', { name: 'Kept on this device' })
  await kept.getByText(first.barcode).waitFor()
  await page.getByText(ward.path).waitFor() // it goes on where it stood
  await scan(page, second.barcode)
  await scan(page, third.barcode)
  await kept.getByText(third.barcode).waitFor()
  await settled(page)
  await axeClean(page, 'without the line')
  assert.equal(await page.evaluate(async () => {
    const opened = await new Promise((resolve) => (indexedDB.open('charta-counter').onsuccess = (event) => resolve(event.target.result)))
    const all = await new Promise((resolve) => (opened.transaction('scans').objectStore('scans').getAll().onsuccess = (event) => resolve(event.target.result)))
    const key = await new Promise((resolve) => (opened.transaction('about').objectStore('about').get('key').onsuccess = (event) => resolve(event.target.result)))
    const text = all.map((one) => new TextDecoder('latin1').decode(one.sealed) + JSON.stringify(Object.keys(one))).join()
    return `${all.length} ${key.extractable} ${/[VL]0{2}/.test(text)}`
  }), '3 false false', 'what is kept cannot be read')
  assert.deepEqual((await page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname)))).flat())).filter((path) => !/^\/(assets\/|app\/counter$)/.test(path)), [], 'nothing of the house is kept but the page’s files')

  // Meanwhile somebody else lends the second folder: that is asked, not overwritten.
  const other = await signedIn()
  await post(other, `/api/paper/volumes/${second.id}/movements`, { kind: 'charge-out', to: clinic.id })
  await context.setOffline(false)
  await page.getByRole('region', { name: 'Sent since' }).or(page.getByRole('region', { name: 'Waits for an answer' })).first().waitFor()
  const waiting = page.getByRole('region', { name: 'Waits for an answer' })
  await waiting.getByText(second.filed_as).waitFor()
  await kept.waitFor({ state: 'detached' })
  assert.equal((await volume(page, first.id)).place.id, ward.id)
  assert.equal((await volume(page, third.id)).place.id, ward.id)
  assert.equal((await volume(page, second.id)).place.id, clinic.id, 'the later word of the house stands')
  assert.equal((await ask(page, `/api/paper/volumes/${first.id}`)).history.filter((one) => one.kind === 'charge-out' && one.to?.id === ward.id).length >= 1, true)
  await settled(page)
  await axeClean(page, 'what waits')
  const drop = waiting.getByRole('listitem').filter({ hasText: second.filed_as }).getByRole('button', { name: 'Drop the scan…' })
  await drop.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Drop the scan' })
  await dialog.waitFor()
  await axeClean(page, 'dropping')
  await dialog.getByText('The volume has gone on since').waitFor()
  await page.keyboard.press('Control+Enter')
  await dialog.waitFor({ state: 'detached' })
  await waiting.getByText(second.filed_as).waitFor({ state: 'detached' })
  const scans = await ask(page, '/api/counter/scans?all=1&limit=20')
  assert.equal(scans.find((one) => one.volume?.id === second.id).outcome, 'dropped')
  assert.equal(scans.filter((one) => one.volume?.id === first.id).length, 1, 'once')
})

test('what was scanned while nobody was signed in is sent by whoever comes next, and is said to be nobody’s', async () => {
  const page = await browserWith().then((open) => open({ viewport: phone }))
  await signIn(page, person)
  const [folder] = await folders(page, 1)
  await counter(page)
  await pageIsKept(page)
  await page.goto(`${base}/app/counter`)
  await page.getByText('The house answers.').waitFor()
  await page.getByRole('button', { name: 'Sign out' }).focus()
  await page.keyboard.press('Enter')
  await page.getByLabel('Name', { exact: true }).waitFor()
  await page.context().setOffline(true)
  await page.goto(`${base}/app/counter`)
  await heading(page, 'Counter').waitFor()
  await scan(page, folder.barcode)
  await says(page, 'Kept')
  await page.context().setOffline(false)
  await page.getByLabel('Name', { exact: true }).waitFor()
  await signIn(page, person)
  await page.goto(`${base}/app/counter`)
  await page.getByRole('region', { name: 'Sent since' }).getByText(folder.filed_as).waitFor()
  const sent = (await ask(page, '/api/counter/scans?all=1&limit=5')).find((one) => one.volume?.id === folder.id)
  assert.equal(sent.scanned_by, undefined)
  assert.ok(sent.sent_by.name)
})

/** A film of a printed label: the house's own PDF, as grey pictures in the form that Chromium takes for a camera. */
async function filmOf(page, folder, work) {
  const response = await page.request.post(`${base}/api/paper/print`, { headers: { 'X-Charta': '1' }, data: { what: 'labels', volumes: [folder.id] } })
  writeFileSync(join(work, 'label.pdf'), await response.body())
  execFileSync('pdftoppm', ['-r', '150', '-gray', '-f', '1', '-l', '1', '-singlefile', join(work, 'label.pdf'), join(work, 'label')])
  const file = readFileSync(join(work, 'label.pgm'))
  const header = /^P5\s+(\d+)\s+(\d+)\s+\d+\s/.exec(file.toString('latin1', 0, 60))
  const [w, h, head] = [Number(header[1]), Number(header[2]), header[0].length]
  const pixel = (x, y) => file[head + y * w + x]
  let [left, top, right, bottom] = [w, h, 0, 0]
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) if (pixel(x, y) < 128) [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)]
  const [width, height] = [640, 480]
  const grey = Buffer.alloc(width * height, 235)
  const [startX, startY] = [Math.floor((width - (right - left + 1)) / 2), Math.floor((height - (bottom - top + 1)) / 2)]
  for (let y = top; y <= bottom; y++) for (let x = left; x <= right; x++) {
    const [toX, toY] = [startX + x - left, startY + y - top]
    if (toX >= 0 && toX < width && toY >= 0 && toY < height) grey[toY * width + toX] = Math.max(16, Math.min(235, pixel(x, y)))
  }
  const frame = Buffer.concat([Buffer.from('FRAME\n'), grey, Buffer.alloc((width * height) / 2, 128)])
  const film = join(work, 'label.y4m')
  writeFileSync(film, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), ...Array.from({ length: 10 }, () => frame)]))
  return film
}

test('a camera reads a label that this house printed', async () => {
  const work = mkdtempSync(join(tmpdir(), 'charta-camera-'))
  try {
    const desk = await signedIn()
    const [folder] = await folders(desk, 1)
    const film = await filmOf(desk, folder, work)
    const open = await browserWith('--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`)
    const page = await open({ viewport: phone })
    await signIn(page, person)
    await counter(page)
    await page.keyboard.press('k')
    await page.getByLabel('What the camera sees').waitFor()
    // What the counter makes of it depends on who asked for the folder meanwhile; that it is this folder does not.
    await says(page, folder.filed_as).catch(async (error) => {
      throw new Error(`${error.message}\nthe page says: ${await page.locator('main').innerText()}`)
    })
    await settled(page)
    await axeClean(page, 'the camera')
    assert.deepEqual(page.problems, [], 'the content security policy holds')
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
})

test('a shelf is read at the counter, compared in the file room, and its finding answered', async () => {
  const page = await signedIn()
  const room = (await ask(page, '/api/paper/places?text=file%20room&kind=room'))[0]
  await page.goto(`${base}/app/file-room?tab=shelves`)
  await page.getByRole('region', { name: 'Sections' }).waitFor()
  await page.getByTestId('misfile-rate').waitFor()
  await settled(page)
  await axeClean(page, 'shelf reading')
  await page.keyboard.press('n')
  const dialog = page.getByRole('dialog', { name: 'Plan a section' })
  await dialog.getByLabel('Room').fill('file room')
  await dialog.getByRole('button', { name: room.path, exact: true }).waitFor()
  await axeClean(page, 'planning')
  await page.keyboard.press('Enter')
  await dialog.getByLabel(/From this number/).fill('00-00-85')
  await dialog.getByLabel(/How many volumes/).fill('6')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  const audit = await ask(page, `/api/paper/audits/${new URL(page.url()).searchParams.get('audit')}`)
  const standing = (await ask(page, `/api/paper/places/${room.id}/volumes?limit=500`)).filter((one) => one.state === 'in-file' && one.filed_as.slice(-2) >= '85').slice(0, 6)
  assert.equal(standing[0].filed_as, audit.from_number)

  await counter(page)
  await mode(page, '3', 'Inventory')
  await page.getByLabel('Which shelf is read').selectOption(audit.id)
  await page.getByRole('radio', { name: 'Inventory' }).focus()
  const [a, b, c, d, e] = standing
  for (const one of [a, d, b, c, e]) await scan(page, one.barcode) // the fourth stands second, the sixth is not there
  await until(async () => (await ask(page, `/api/paper/audits/${audit.id}`)).readings === 5)

  await page.goto(`${base}/app/file-room?tab=shelves&audit=${audit.id}`)
  await page.getByRole('button', { name: 'It is read: compare' }).focus()
  await page.keyboard.press('Enter')
  const found = page.getByTestId('finding')
  await found.first().waitFor()
  assert.deepEqual((await found.evaluateAll((all) => all.map((one) => one.dataset.kind))).sort(), ['not-seen', 'out-of-place'])
  await settled(page)
  await axeClean(page, 'what was found')
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/audit.png` })
  await page.getByRole('button', { name: 'It is put right' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'It is missing: open the hunt' }).focus()
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => !document.querySelector('[data-testid=finding] button'))
  assert.equal((await volume(page, standing[5].id)).state, 'missing')
  await page.getByRole('button', { name: 'Close', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('Closed').first().waitFor()
})
