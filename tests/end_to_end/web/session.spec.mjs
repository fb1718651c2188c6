// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, base, close, focused, heading, open, person, said, signedIn, signedInApart, signIn } from './support.mjs'

after(close)

test('a wrong password is refused aloud, the name stays, and the right one opens the first screen', async () => {
  const page = await open()
  await page.goto(`${base}/app/`)
  const name = page.getByLabel('Name', { exact: true })
  await focused(name)
  await name.fill(person.name)
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').filter({ hasText: /\w/ }).waitFor()
  assert.equal(await name.inputValue(), person.name)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.keyboard.press('Enter')
  await heading(page, 'Today').waitFor()
  assert.deepEqual(page.problems, [])
})

test('an address asked for before signing in is shown after it', async () => {
  const page = await open()
  await page.goto(`${base}/app/messages`)
  await page.getByLabel('Name', { exact: true }).fill(person.name)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.keyboard.press('Enter')
  await heading(page, 'Messages').waitFor()
})

test('synthetic data is named on every page', async () => {
  const page = await signedIn()
  assert.equal((await ask(page, '/api/session')).synthetic, true, 'the simulated hospital says that it is one')
  for (const path of ['/', '/worklists/expected-record', '/patients', '/messages', '/people']) {
    await page.goto(`${base}/app${path}`)
    await page.getByRole('note').filter({ hasText: 'Synthetic data' }).waitFor()
  }
})

test('the lock screen hides the page and keeps what was typed', async () => {
  const page = await signedInApart()
  await page.keyboard.press('g')
  await page.keyboard.press('m')
  await page.getByRole('grid').waitFor()
  await page.keyboard.press('j')
  await page.getByRole('button', { name: /^Note/ }).waitFor()
  await page.keyboard.press('n')
  await page.getByRole('textbox', { name: 'Note', exact: true }).fill('called the laboratory, they send it again')
  await page.keyboard.press('Control+Shift+L')
  await page.getByRole('heading', { name: 'Locked' }).waitFor()
  assert.equal(await page.getByRole('textbox', { name: 'Note', exact: true }).isVisible(), false)
  assert.equal(await page.getByRole('grid').isVisible(), false)
  await focused(page.getByLabel('Password', { exact: true }))
  await page.keyboard.type('not the password')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').filter({ hasText: /\w/ }).waitFor()
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.keyboard.press('Enter')
  await page.getByRole('grid').waitFor()
  assert.equal(await page.getByRole('textbox', { name: 'Note', exact: true }).inputValue(), 'called the laboratory, they send it again')
})

test('a draft survives a reload, and lies unreadable in the browser', async () => {
  const page = await signedInApart()
  await page.goto(`${base}/app/worklists/held-message`)
  await page.getByRole('grid').waitFor()
  await page.keyboard.press('j')
  await page.getByRole('button', { name: /^Note/ }).waitFor()
  await page.keyboard.press('n')
  await page.getByRole('textbox', { name: 'Note', exact: true }).fill('half a sentence about')
  await kept(page)
  assert.doesNotMatch(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage })), /half a sentence/)
  assert.doesNotMatch(await stored(page), /half a sentence/)
  await page.reload()
  await page.getByRole('button', { name: /^Note/ }).waitFor()
  await page.keyboard.press('n')
  await page.waitForFunction(() => [...document.querySelectorAll('dialog textarea')].some((field) => field.value === 'half a sentence about'))
})

/** All that the browser keeps for drafts, as text. */
const stored = (page) => page.evaluate(async () => {
  if (!(await indexedDB.databases()).some((one) => one.name === 'charta')) return ''
  const db = await new Promise((resolve, reject) => {
    const opening = indexedDB.open('charta')
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error)
  })
  if (!db.objectStoreNames.contains('drafts')) return (db.close(), '')
  const rows = await new Promise((resolve) => (db.transaction('drafts').objectStore('drafts').getAll().onsuccess = (event) => resolve(event.target.result)))
  db.close()
  return rows.map((row) => `${row.key} ${new TextDecoder('latin1').decode(row.sealed)}`).join('\n')
})
const kept = async (page) => {
  for (let tries = 0; tries < 100 && !(await stored(page)).startsWith('act note'); tries++) await page.waitForTimeout(50)
  assert.match(await stored(page), /^act note/)
}

test('a draft survives the crash of the browser tab, and ends with the sign-out', async () => {
  const page = await signedInApart()
  await page.goto(`${base}/app/worklists/held-message`)
  await page.getByRole('grid').waitFor()
  await page.keyboard.press('j')
  await page.getByRole('button', { name: /^Note/ }).waitFor()
  const address = page.url()
  await page.keyboard.press('n')
  await page.getByRole('textbox', { name: 'Note', exact: true }).fill('the lights went out while')
  await kept(page)
  await page.goto('chrome://crash').catch(() => undefined) // what it says: the tab dies without a word
  const next = await page.context().newPage()
  await next.goto(address)
  await next.getByRole('button', { name: /^Note/ }).waitFor()
  await next.keyboard.press('n')
  await next.waitForFunction(() => [...document.querySelectorAll('dialog textarea')].some((field) => field.value === 'the lights went out while'))
  await next.keyboard.press('Escape')
  await next.getByRole('button', { name: 'Sign out' }).click()
  await next.getByLabel('Name', { exact: true }).waitFor()
  assert.equal(await stored(next), '')
})

test('two minutes before the idle limit a warning comes, and a key puts the limit off', async () => {
  const page = await open()
  await page.clock.install()
  await signIn(page)
  const { idle_at } = await ask(page, '/api/session')
  const left = Date.parse(idle_at) - Date.now()
  await page.clock.fastForward(Math.max(0, left - 60_000))
  await said(page, 'Are you still there?')
  const extended = page.waitForRequest('**/auth/extend')
  await page.keyboard.press('Enter')
  await extended
})

test('signing out leaves nothing behind', async () => {
  const page = await signedInApart()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Name', { exact: true }).waitFor()
  assert.equal((await page.request.get(`${base}/api/home`)).status(), 401)
})
