// SPDX-License-Identifier: Apache-2.0
// Deficiencies by keys: who owes what, whom somebody asks instead, a clock that stands, and what the record closes by itself.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axeClean, base, close, documentOf, fhir, settled, signedIn, someone, stayOf, word } from './support.mjs'

after(close)

const attended = (stay, number, name) => ({ ...stay, participant: [{ type: [{ coding: [{ code: 'ATND' }] }], individual: { identifier: { system: 'urn:npi', value: number }, display: name } }] })

/** A stay that ended 40 days ago without its summary. */
async function owing(page) {
  const patient = await someone(page)
  const number = String(Math.floor(Math.random() * 1e9))
  const name = `Dr ${word()}`
  const encounter = (await fhir(page, 'POST', '/Encounter', attended(stayOf(patient.id, 'finished'), number, name))).id
  await fhir(page, 'POST', '/DocumentReference', documentOf(patient.id, encounter, '34117-2', 'History and physical note', '2026-02-20T12:00:00Z'))
  return { patient, encounter, number, name }
}

test('what a file owes is asked of whoever owes it, of somebody else, and closes when it comes', async () => {
  const page = await signedIn()
  const { patient, encounter, name } = await owing(page)
  await page.goto(`${base}/app/`)
  await settled(page)
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await page.getByRole('button', { name }).click()
  await page.getByText('Discharge summary is missing').waitFor()
  await axeClean(page, 'deficiencies by physician')
  if (process.env.CHARTA_SHOT) await page.screenshot({ path: process.env.CHARTA_SHOT })
  await page.goto(`${base}/app/patients/${patient.id}`)
  await settled(page)
  await page.keyboard.press('m')
  await page.getByText('Discharge summary is missing').waitFor()
  await settled(page)
  await page.keyboard.press('x')
  const declined = page.getByRole('dialog', { name: 'Declined: not theirs…' })
  await declined.getByText('The physician did not treat this patient.').click()
  await declined.getByRole('button', { name: 'Declined: not theirs…' }).click()
  await page.getByText('Declined', { exact: true }).first().waitFor()
  await settled(page)
  await page.keyboard.press('n')
  const other = page.getByRole('dialog', { name: 'Ask somebody else…' })
  await other.getByLabel('Number of the physician').fill('urn:npi|77')
  await other.getByRole('button', { name: 'Ask somebody else…' }).click()
  await page.getByText('Reassigned', { exact: true }).first().waitFor()
  await settled(page)
  await page.keyboard.press('q')
  const stopped = page.getByRole('dialog', { name: 'Stop the clock…' })
  await stopped.getByText('The records department holds the chart.').click()
  await stopped.getByRole('button', { name: 'Stop the clock…' }).click()
  await page.getByText('clock stopped').waitFor()
  await axeClean(page, 'a deficiency whose clock stands')
  await fhir(page, 'POST', '/DocumentReference', documentOf(patient.id, encounter, '18842-5', 'Discharge summary', '2026-02-26T12:00:00Z'))
  await page.reload()
  await page.getByText('by itself').first().waitFor()
  const list = await ask(page, `/api/patients/${patient.id}/deficiencies`)
  assert.ok(list.every((one) => one.closed_at), 'everything is settled')
  assert.deepEqual(page.problems, [])
})

test('figures open their lists, letters are read before they are written', async () => {
  const page = await signedIn()
  const { name } = await owing(page)
  await page.goto(`${base}/app/deficiencies?tab=figures`)
  await page.getByText('Delinquency rate').waitFor()
  await page.getByRole('button', { name: /^\d+$/ }).first().click()
  await page.getByRole('list', { name: 'Deficiencies' }).waitFor()
  await axeClean(page, 'figures of completion')
  await page.keyboard.press('3')
  const row = page.getByRole('row').filter({ hasText: name })
  await row.getByRole('button', { name: 'Read it…' }).click()
  const letter = page.getByRole('dialog', { name: 'Letter' })
  await letter.getByText('Discharge summary is missing').waitFor()
  await letter.getByRole('button', { name: 'Write it' }).click()
  await letter.waitFor({ state: 'detached' })
  await page.getByRole('link', { name: new RegExp(name) }).waitFor()
  await axeClean(page, 'letters')
  await page.keyboard.press('4')
  await page.getByRole('tab', { name: 'Suspensions', selected: true }).waitFor()
  await axeClean(page, 'suspensions')
  assert.deepEqual(page.problems, [])
})
