// SPDX-License-Identifier: Apache-2.0
// The coder's desk by keys alone: a stay from ready to final, its words as evidence, its DRG, and the case mix behind it.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axeClean, base, close, patience, post, settled, signedIn } from './support.mjs'

after(close)

/** The stay that the simulated hospital left half coded, handed to who runs this. */
async function halfCoded(page) {
  const item = (await ask(page, '/api/worklists/coding?state=in-progress&limit=20')).find((one) => one.patient && one.detail.class === 'IMP')
  const { user } = await (await page.request.get(`${base}/api/session`)).json()
  if (item.owner?.id !== user.id) await post(page, `/api/work-items/${item.id}/acts`, { event: 'assign', assignee: user.id })
  return item.detail.encounter
}

test('the list shows each state, and a stay opens with one key', async () => {
  const page = await signedIn()
  await page.goto(`${base}/app/`)
  await settled(page)
  await page.keyboard.press('g')
  await page.keyboard.press('q')
  await page.getByRole('heading', { level: 1, name: 'Coding' }).waitFor()
  if (process.env.CHARTA_PICTURES) await page.waitForTimeout(1500).then(() => page.screenshot({ path: `${process.env.CHARTA_PICTURES}/coding_list.png` }))
  await page.getByRole('table', { name: 'To do' }).waitFor()
  await settled(page)
  await axeClean(page, 'the list of stays')
  await page.keyboard.press('j')
  await page.keyboard.press('o')
  await page.getByRole('region', { name: 'Codes' }).waitFor()
})

test('a suggestion is taken, its POA said, a code found by its words, and the DRG follows', async () => {
  const page = await signedIn()
  const stay = await halfCoded(page)
  await page.goto(`${base}/app/coding?case=${stay}`)
  await page.getByRole('region', { name: 'Codes' }).waitFor()
  await settled(page)
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    await axeClean(page, `the desk (${colorScheme})`)
  }
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/coding.png` })
  await page.keyboard.press('v')
  const suggestions = page.getByRole('list', { name: 'Suggestions' })
  await suggestions.getByText('Hyponatremia', { exact: false }).first().waitFor()
  assert.equal(await suggestions.getByText('Pneumonia', { exact: true }).count(), 0, 'what was ruled out is not proposed')
  await page.keyboard.press('a')
  const before = async () => (await (await page.request.get(`${base}/api/coding/cases/${stay}`)).json()).diagnoses.length
  for (const until = Date.now() + patience; (await before()) < 2; await page.waitForTimeout(100)) assert.ok(Date.now() < until, 'the suggestion stands among the codes')
  await page.keyboard.press('l')
  await page.keyboard.press('c')
  await page.keyboard.type('too little sodium')
  await page.getByRole('option').first().waitFor()
  await page.keyboard.press('Enter')
  for (const until = Date.now() + patience; (await before()) < 3; await page.waitForTimeout(100)) assert.ok(Date.now() < until, 'what was found stands among the codes')
  await page.keyboard.press('Escape')
  await page.keyboard.press('b')
  await page.getByRole('region', { name: 'DRG' }).getByText('191').waitFor()
})

test('what other codes would make is asked with one key, and nothing of it is kept', async () => {
  const page = await signedIn()
  const stay = await halfCoded(page)
  await page.goto(`${base}/app/coding?case=${stay}`)
  await page.getByRole('region', { name: 'Codes' }).waitFor()
  await settled(page)
  const kept = async () => (await page.request.get(`${base}/api/coding/cases/${stay}`)).json()
  const before = await kept()
  await page.keyboard.press('q')
  await page.keyboard.type('nonsense')
  await page.keyboard.press('Enter')
  await page.getByText('“nonsense” is no change', { exact: false }).waitFor()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('+J96.01:Y')
  await page.keyboard.press('Enter')
  await page.getByText('With the changes').waitFor()
  await page.getByText('J96.01 counts as an MCC and carries the severity.').waitFor()
  await settled(page)
  await axeClean(page, 'what if')
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/coding_what_if.png` })
  assert.equal((await kept()).version, before.version, 'nothing was written')
})

test('the case mix opens the cases behind a number', async () => {
  const page = await signedIn()
  await page.goto(`${base}/app/case-mix`)
  await page.getByRole('table', { name: 'Case mix' }).waitFor()
  await settled(page)
  await axeClean(page, 'case mix')
  await page.getByRole('button', { name: /cases of All/ }).press('Enter')
  await page.getByRole('table', { name: 'The cases behind it' }).waitFor()
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/case_mix.png` })
})
