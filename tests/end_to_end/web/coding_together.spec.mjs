// SPDX-License-Identifier: Apache-2.0
// The coder's desk between two screens, slow answers and what comes late: nothing is taken that was not meant, nothing typed is lost.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { axeClean, base, close, codingCase, documentOf, fhir, settled, signedIn, stayBeingCoded, until } from './support.mjs'

after(close)

const codes = async (page, stay) => (await codingCase(page, stay)).diagnoses.map((one) => one.code)
async function atTheDesk(page, stay) {
  await page.goto(`${base}/app/coding?case=${stay}`)
  await page.getByRole('region', { name: 'Codes' }).waitFor()
  await settled(page)
}

test('what comes meanwhile is said, and what was typed is kept until it is done once more', async () => {
  const page = await signedIn()
  const stay = await stayBeingCoded(page)
  await atTheDesk(page, stay)
  await page.keyboard.press('t')
  const field = page.getByRole('textbox', { name: /Attending/ })
  await field.waitFor()
  const { patient } = await codingCase(page, stay)
  await fhir(page, 'POST', '/DocumentReference', documentOf(patient, stay, '11529-5', 'Pathology report', '2026-02-26T09:00:00Z'))
  await field.fill('Dr. Ruiz')
  await field.press('Tab')
  const refused = page.getByRole('alert').filter({ hasText: 'The case changed after it was shown' })
  await refused.getByText('Dr. Ruiz').waitFor()
  const news = page.getByRole('list', { name: 'This came while the case was worked on' })
  await news.getByText('Pathology report').waitFor()
  await settled(page)
  await axeClean(page, 'the desk with news')
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/coding_news.png` })
  await refused.getByRole('button', { name: 'Do it once more' }).press('Enter')
  await until(page, 'what was typed is kept', async () => (await codingCase(page, stay)).abstract.some((one) => one.value === 'Dr. Ruiz'))
  await refused.waitFor({ state: 'detached' })
  assert.ok((await codingCase(page, stay)).unfinished.some((line) => line.includes('not looked at')))
  await page.getByRole('button', { name: 'I have looked at it' }).press('Enter')
  await news.waitFor({ state: 'detached' })
  assert.equal((await codingCase(page, stay)).news.length, 0)
})
