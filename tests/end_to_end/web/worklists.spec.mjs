// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, base, close, grid, heading, open, result, said, send, sendLooseDocument, signedIn, signIn } from './support.mjs'

before(() => send(Array.from({ length: 20 }, (_, number) => result(number)))) // a shift's worth of held messages
after(close)

const heldCount = async (page) => (await ask(page, '/api/worklists')).find((list) => list.kind === 'held-message').open
const place = async (page) => (await page.getByRole('complementary', { name: 'Item' }).textContent()).match(/(\d[\d,]*) of (\d[\d,]*)/)

/** The held list with its first message chosen, without the mouse. */
async function atHeldMessages(page, search = '') {
  await page.goto(`${base}/app/worklists/held-message${search}`)
  await grid(page).waitFor()
  await page.keyboard.press('j')
  await page.getByRole('button', { name: /Fix and replay/ }).waitFor()
}

/** A held message that names nobody we know, and a patient it could truly belong to. */
async function mendable(page) {
  const items = await ask(page, '/api/worklists/held-message?limit=100')
  const patient = (await ask(page, '/api/worklists/expected-record?limit=50')).map((one) => one.patient).find((one) => one?.mrn && one.birth_date)
  for (const item of items) {
    const message = await ask(page, `/api/messages/${item.subject.id}`)
    const lines = message.raw.split(/[\r\n]+/).filter(Boolean).join('\n')
    if (/\nPID\|/.test(lines) && message.allowed.replay && message.reason?.code !== 'not-fileable' && mended(lines, patient) !== lines) return { item, message, patient }
  }
  throw new Error('no held message can be mended in its PID segment')
}

function mended(text, { mrn, name, birth_date }) {
  return text.split('\n').map((line) => {
    if (!line.startsWith('PID|')) return line
    const cells = line.split('|')
    const [, ...rest] = cells[3].split('~')[0].split('^')
    const [family, given = ''] = name.split(/,\s*/)
    cells[3] = [mrn, ...rest].join('^')
    cells[5] = `${family}^${given.replace(' ', '^')}`
    cells[7] = birth_date.replaceAll('-', '')
    return cells.join('|')
  }).join('\n')
}

test('the whole way without a mouse: sign in, held messages, move, read, ignore with a reason, the next one is there', async () => {
  const page = await open()
  await signIn(page)
  const before = await heldCount(page)
  await page.keyboard.press('g')
  await page.keyboard.press('m')
  await heading(page, 'Held messages').waitFor()
  await grid(page).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await page.getByText(/^1 of /).first().waitFor()
  await page.getByRole('button', { name: /^Ignore/ }).waitFor()
  const first = new URL(page.url()).searchParams.get('item')
  await page.keyboard.press('Enter') // into the item
  await page.keyboard.press('i')
  await page.getByRole('dialog', { name: 'Ignore with a reason' }).waitFor()
  await page.getByRole('button', { name: 'Close the message' }).press('Enter')
  await said(page, 'Choose a reason.')
  await page.getByRole('combobox', { name: /^Reason/ }).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await page.keyboard.type('sent for a test')
  await page.getByRole('button', { name: 'Close the message' }).press('Enter')
  await said(page, 'Closed without filing.')
  await page.waitForFunction((id) => new URL(location.href).searchParams.get('item') !== id, first)
  assert.ok(new URL(page.url()).searchParams.get('item'), 'the next item is chosen')
  assert.equal(Number((await place(page))[1]), 1)
  assert.equal(await heldCount(page), before - 1)
})

test('fix and replay: mend the patient segment, review the change, replay, and the message is filed', async () => {
  const page = await signedIn()
  const { item, message, patient } = await mendable(page)
  await page.goto(`${base}/app/worklists/held-message?item=${item.id}`)
  await page.getByRole('button', { name: /Fix and replay/ }).waitFor()
  await page.keyboard.press('m')
  const editor = page.getByLabel('Message, one segment a line')
  await editor.fill(mended(await editor.inputValue(), patient))
  await page.getByLabel(/^Note/).fill('number and birth date from the order')
  await page.getByRole('button', { name: 'Review the changes' }).click()
  await page.getByRole('list', { name: 'Changes' }).getByText(/^now: PID/).waitFor()
  await page.getByRole('button', { name: /Replay with 1 mended line/ }).click()
  await said(page, 'Replayed and filed.')
  assert.equal((await ask(page, `/api/messages/${message.id}`)).state === 'held', false)
  assert.notEqual(new URL(page.url()).searchParams.get('item'), item.id)
})

test('a mend that is still wrong is told in words and loses no typing', async () => {
  const page = await signedIn()
  const { item } = await mendable(page)
  await page.goto(`${base}/app/worklists/held-message?item=${item.id}`)
  await page.getByRole('button', { name: /Fix and replay/ }).waitFor()
  await page.keyboard.press('m')
  const editor = page.getByLabel('Message, one segment a line')
  const wrong = (await editor.inputValue()).replace(/PID\|([^|]*)\|([^|]*)\|[^|]*/, 'PID|$1|$2|NO-SUCH-NUMBER^^^NOWHERE^MR')
  await editor.fill(wrong)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('m')
  assert.equal(await editor.inputValue(), wrong, 'closing keeps the draft')
})

test('assign patient: candidates with reasons, or the finder; the message is filed', async () => {
  const page = await signedIn()
  const { item, patient } = await mendable(page)
  await page.goto(`${base}/app/worklists/held-message?item=${item.id}`)
  await page.getByRole('button', { name: /Assign patient/ }).waitFor()
  await page.keyboard.press('p')
  const dialog = page.getByRole('dialog', { name: 'Assign to a patient' })
  await dialog.waitFor()
  await dialog.getByLabel('Or find another patient').fill(patient.mrn)
  await dialog.getByRole('option').filter({ hasText: patient.mrn }).first().waitFor()
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Another patient' }).waitFor()
  await dialog.getByLabel(/^Note/).fill('confirmed by telephone')
  await dialog.getByRole('button', { name: 'File to this patient' }).click()
  await said(page, 'Assigned and filed.')
})

test('a loose document is shown and filed', async (t) => {
  const anonymous = await open()
  await sendLooseDocument(anonymous)
  const page = await signedIn()
  if (!(await ask(page, '/api/worklists/loose-document?limit=1')).length) return t.skip('no loose documents')
  await page.goto(`${base}/app/worklists/loose-document`)
  await grid(page).waitFor()
  await page.keyboard.press('j')
  await page.getByRole('button', { name: /File to a patient/ }).waitFor()
  const { patient } = await mendable(page)
  await page.keyboard.press('p')
  const dialog = page.getByRole('dialog', { name: 'File to a patient' })
  await dialog.getByLabel('Or find another patient').fill(patient.mrn)
  await dialog.getByRole('option').filter({ hasText: patient.mrn }).first().click()
  await dialog.getByRole('button', { name: 'File to this patient' }).click()
  await said(page, 'Filed.')
})

test('claim can be undone; a note stays', async () => {
  const page = await signedIn()
  await page.goto(`${base}/app/worklists/expected-record?owner=none`)
  await grid(page).waitFor()
  await page.keyboard.press('j')
  await page.getByRole('button', { name: /^Claim/ }).waitFor()
  await page.keyboard.press('n')
  await page.getByRole('textbox', { name: 'Note', exact: true }).fill('asked the ward')
  await page.getByRole('button', { name: 'Note', exact: true }).last().click()
  await said(page, 'asked the ward')
  await page.keyboard.press('c')
  await said(page, 'Claim: done.')
  await page.getByRole('button', { name: 'Undo' }).click()
  const item = new URL(page.url()).searchParams.get('item')
  await assert.doesNotReject(async () => {
    for (let tries = 0; tries < 20; tries++) {
      if (!(await ask(page, `/api/work-items/${item}`)).owner) return
      await page.waitForTimeout(100)
    }
    throw new Error('still owned')
  })
})

test('a filter takes three keys, stands in the URL, and comes back from it', async () => {
  const page = await signedIn()
  await page.goto(`${base}/app/worklists/expected-record`)
  await grid(page).waitFor()
  await page.keyboard.press('f')
  await page.keyboard.type('ov')
  await page.keyboard.press('Enter')
  await page.waitForURL(/due=overdue/)
  await page.reload()
  await page.getByRole('button', { name: 'Remove the filter Due is overdue' }).waitFor()
  await page.getByRole('button', { name: 'Remove the filter Due is overdue' }).click()
  await page.waitForURL((url) => !url.search.includes('due='))
})

test('a saved view is named, pinned to the navigation, and opens with its filter', async () => {
  const page = await signedIn()
  const name = `Late and unclaimed ${Date.now() % 100000}`
  await page.goto(`${base}/app/worklists/expected-record?priority=stat,urgent,routine&owner=none`)
  await heading(page, 'Expected records').waitFor()
  await page.keyboard.press('v')
  await page.getByLabel('Save what is shown now as').fill(name)
  await page.keyboard.press('Enter')
  await said(page, `View “${name}” saved.`)
  await page.goto(`${base}/app/`)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click()
  await page.waitForURL(/owner=none/)
  await heading(page, 'Expected records').waitFor() // its keys come with it
  await page.keyboard.press('v')
  await page.getByRole('button', { name: `Delete the view ${name}` }).click()
  await page.getByRole('button', { name: `Delete the view ${name}` }).waitFor({ state: 'detached' })
})

test('a bulk act is reviewed first and answers for each item', async () => {
  const page = await signedIn()
  await page.goto(`${base}/app/worklists/expected-record?owner=none`)
  await grid(page).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await grid(page).focus()
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await said(page, '3 ticked')
  await page.getByRole('button', { name: 'Claim…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Review: Claim' })
  await dialog.getByRole('button', { name: /Take out/ }).last().click()
  await dialog.getByRole('button', { name: 'Claim 2 items' }).click()
  await said(page, '2 items done.')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

test('the export holds exactly the rows of the filter', async () => {
  const page = await signedIn()
  await page.goto(`${base}/app/worklists/expected-record?due=overdue`)
  await grid(page).waitFor()
  const total = (await (await page.request.get(`${base}/api/worklists/expected-record?due=overdue&limit=1`)).json()).total
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export CSV' }).click()
  const stream = await (await download).createReadStream()
  let text = ''
  for await (const chunk of stream) text += chunk
  assert.equal(text.trim().split(/\r?\n/).length, total + 1)
})

test('the next item is painted within 100 ms of the key', async () => {
  const page = await signedIn()
  await atHeldMessages(page)
  const waiting = (await ask(page, '/api/worklists/held-message?limit=20')).length
  assert.ok(waiting > 10, `${waiting} held messages are too few to move ten times`)
  const times = []
  for (let round = 0; round < 10; round++) {
    await page.waitForTimeout(120) // reading: meanwhile the next one is fetched
    times.push(await page.evaluate(async () => {
      const pane = document.querySelector('aside')
      const before = pane.textContent
      const start = performance.now()
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }))
      while (pane.textContent === before && performance.now() - start < 5000) await new Promise((resolve) => requestAnimationFrame(resolve))
      return performance.now() - start
    }))
  }
  times.sort((a, b) => a - b)
  console.log(`# next item: median ${times[5].toFixed(0)} ms, worst ${times[9].toFixed(0)} ms`)
  assert.ok(times[5] < 100, `median ${times[5]} ms`)
})
