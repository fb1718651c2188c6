// SPDX-License-Identifier: Apache-2.0
// DICOM objects: held ones compared and assigned, studies in the chart with their frames, by keys alone.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axeClean, base, close, focused, patience, settled, signedIn } from './support.mjs'

after(close)

const picture = (page) => page.getByRole('region', { name: 'Picture of the object' }).locator('img')
/** What the server drew arrived and has dots. */
async function shown(page) {
  await picture(page).waitFor()
  for (const until = Date.now() + patience; !(await picture(page).evaluate((one) => one.naturalWidth > 0)); await page.waitForTimeout(100)) assert.ok(Date.now() < until, 'the picture is drawn')
}
async function inBothThemes(page, what) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    await axeClean(page, `${what} (${colorScheme})`)
  }
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/${what.replaceAll(' ', '-')}.png` })
}

test('a held study is compared with the record, its frames are turned, and it is assigned by keys', async () => {
  const page = await signedIn()
  let item
  for (const until = Date.now() + patience; !item; await page.waitForTimeout(300)) {
    item = (await ask(page, '/api/worklists/held-imaging-object'))[0]
    assert.ok(item || Date.now() < until, 'the demo holds a study whose birth date differs')
  }
  await page.goto(`${base}/app/worklists/held-imaging-object?item=${item.id}`)
  const table = page.getByRole('region', { name: 'Object and record compared, table' })
  await table.waitFor()
  const held = await ask(page, `/api/held-imaging/${item.id}`)
  assert.notEqual(held.said.birth_date, held.known[0].birth_date)
  await shown(page)
  await page.getByText('Frame 1 of 4').waitFor()
  await page.keyboard.press('.')
  await page.getByText('Frame 2 of 4').waitFor()
  await shown(page)
  await page.keyboard.press(',')
  await page.getByText('Frame 1 of 4').waitFor()
  await inBothThemes(page, 'a held study')
  await page.keyboard.press('p')
  const dialog = page.getByRole('dialog', { name: 'Assign to a patient' })
  await dialog.waitFor()
  await dialog.getByRole('combobox').fill(held.known[0].mrn)
  await dialog.getByRole('option').filter({ hasText: held.known[0].mrn }).first().waitFor()
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Another patient' }).waitFor()
  await focused(dialog.getByRole('textbox'))
  await page.keyboard.press('Control+Enter')
  await dialog.waitFor({ state: 'detached' })
  assert.equal((await ask(page, `/api/work-items/${item.id}`)).state, 'assigned')
  const entries = await ask(page, `/api/patients/${held.known[0].id}/timeline?kind=imaging`)
  assert.ok(entries.some((one) => one.kind === 'imaging'), 'it is a line of the chart')
})

test('a study of the chart shows its series, its pictures and what they say', async () => {
  const page = await signedIn()
  const found = await page.request.get(`${base}/api/worklists/expected-record?limit=200`)
  const people = [...new Set((await found.json()).items.map((one) => one.patient?.id).filter(Boolean))]
  let chart, study
  for (const id of people) {
    for (const one of await ask(page, `/api/patients/${id}/timeline?kind=imaging`)) {
      if (one.kind === 'imaging' && one.title === 'CT of the chest') [chart, study] = [id, one]
    }
    if (chart) break
  }
  assert.ok(chart, 'the demo has a CT in a chart')
  await page.goto(`${base}/app/patients/${chart}?kind=imaging&entry=${study.id}`)
  await page.getByRole('heading', { name: 'CT of the chest' }).first().waitFor()
  await shown(page)
  const series = page.getByRole('region', { name: 'Series', exact: true })
  assert.equal(await series.getByRole('button').count(), 3)
  await page.keyboard.press('a')
  await series.locator('button[aria-pressed=true]').filter({ hasText: /^2/ }).waitFor()
  await shown(page)
  await page.getByText('Slice thickness').waitFor()
  await inBothThemes(page, 'a study of the chart')
})
