// SPDX-License-Identifier: Apache-2.0
// Words looked for in every document: by keys alone, over the real index, to the marked place on the page.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { axeClean, base, close, fileDocument, focused, heading, open, patientsAtWork, pdfOf, signedIn, limited, signIn, person } from './support.mjs'

after(close)

const run = `quernstone${Date.now() % 1_000_000_000}`
const post = async (page, body) => {
  const response = await page.request.post(`${base}/api/documents/search`, { data: body, headers: { 'X-Charta': '1' } })
  assert.equal(response.status(), 200, await response.text())
  return response.json()
}

/** Waits until the words of what was filed are in: the index follows the record within moments. */
async function until(page, text, count) {
  for (let tries = 0; tries < 300; tries++) {
    const answer = await post(page, { text })
    if (answer.total === count) return answer
    await page.waitForTimeout(200)
  }
  assert.fail(`${text} is not found ${count} times`)
}

const field = (page) => page.getByLabel('Words to look for')
const hits = (page) => page.getByRole('list', { name: 'Documents found' }).getByRole('link')

test('a word is found in the documents of the hospital, and marked on the page where it stands', async () => {
  const page = await signedIn()
  const patient = (await patientsAtWork(page)).find((one) => one.mrn)
  await fileDocument(page, patient.id, { title: 'Letter', contentType: 'application/pdf', bytes: pdfOf([['Dear colleague,'], [`The ${run} was seen`, 'and removed.'], [`No other ${run}.`]]) })
  await until(page, run, 1)
  await page.goto(`${base}/app/`)
  await heading(page, 'Today').waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('d')
  await heading(page, 'Search in documents').waitFor()
  await focused(field(page))
  await page.keyboard.type(`"${run} was" seen`)
  await page.keyboard.press('Enter')
  await hits(page).first().waitFor()
  assert.equal(await hits(page).count(), 1)
  await hits(page).first().getByText(patient.mrn, { exact: false }).waitFor()
  await hits(page).first().getByText('page 2 of 3').waitFor()
  assert.ok(!page.url().includes(run), 'what is looked for stands in no address')
  await axeClean(page, 'hits of a search')
  await page.keyboard.press('ArrowDown')
  await focused(hits(page).first())
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/app\/documents\//)
  await page.locator('[data-page="2"] [data-hit][data-current]').first().waitFor()
  assert.ok(!page.url().includes(run))
  await page.goBack()
  await hits(page).first().waitFor()
  assert.equal(await field(page).inputValue(), `"${run} was" seen`, 'the question is there on the way back')
})

test('n and p go from hit to hit, over the pages', async () => {
  const page = await signedIn()
  await until(page, run, 1)
  await page.goto(`${base}/app/search`)
  await focused(field(page))
  await page.keyboard.type(`${run.slice(0, 12)}*`)
  await page.keyboard.press('Enter')
  await hits(page).first().click()
  const current = page.locator('[data-hit][data-current]').first()
  await current.waitFor()
  const pageOf = () => current.evaluate((element) => element.closest('[data-page]').dataset.page)
  const first = await pageOf()
  await page.locator('[data-page] canvas').first().waitFor()
  await page.keyboard.press('n')
  await page.waitForFunction((before) => document.querySelector('[data-hit][data-current]')?.closest('[data-page]').dataset.page !== before, first)
  await page.keyboard.press('p')
  await page.waitForFunction((before) => document.querySelector('[data-hit][data-current]')?.closest('[data-page]').dataset.page === before, first)
})

test('Escape leaves the field, and the keys of the page are heard again', async () => {
  const page = await signedIn()
  await page.goto(`${base}/app/search`)
  await focused(field(page))
  await page.keyboard.type('gd')
  await page.keyboard.press('Escape')
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await heading(page, 'Scanning desk').waitFor()
})

test('in one chart, w searches this person alone; text is marked where it stands', async () => {
  const page = await signedIn()
  const [one, other] = (await patientsAtWork(page)).filter((patient) => patient.mrn)
  const word = `${run}chart`
  await fileDocument(page, one.id, { title: 'Note', contentType: 'text/plain', bytes: `Seen for ${word}, and to return.` })
  await fileDocument(page, other.id, { title: 'Note', contentType: 'text/html', bytes: `<p>Seen for <b>${word}</b></p>` })
  await until(page, word, 2)
  await page.goto(`${base}/app/patients/${one.id}`)
  await page.getByRole('region', { name: 'Patient', exact: true }).waitFor()
  await page.getByRole('grid').first().waitFor()
  await page.keyboard.press('w')
  await focused(field(page))
  await page.keyboard.type(word)
  await page.keyboard.press('Enter')
  await hits(page).first().waitFor()
  assert.equal(await hits(page).count(), 1, 'nobody else is searched')
  await axeClean(page, 'search in a chart')
  await hits(page).first().click()
  await page.locator('mark[aria-current]').getByText(word).waitFor()
  await page.goto(`${base}/app/search`)
  await focused(field(page))
  await page.keyboard.type(word)
  await page.keyboard.press('Enter')
  await hits(page).nth(1).waitFor()
  for (const place of [0, 1]) {
    await hits(page).nth(place).click()
    await page.locator('mark[aria-current]').getByText(word).waitFor()
    await page.goBack()
    await hits(page).nth(1).waitFor()
  }
})

test('in the dark theme the screen is as accessible, and nothing is found is said', async () => {
  const page = await signedIn({ colorScheme: 'dark' })
  await page.goto(`${base}/app/search`)
  await focused(field(page))
  await axeClean(page, 'search, dark')
  await page.keyboard.type(`${run}nowhere`)
  await page.keyboard.press('Enter')
  await page.getByRole('status').getByText('No document has these words, or none that you may read.').waitFor()
})

test('somebody who may read less finds no more than they may read', async () => {
  const page = await open()
  await signIn(page, { name: limited, password: person.password })
  const answer = await post(page, { text: run })
  assert.ok(answer.total <= 1)
  const refused = await page.request.post(`${base}/api/documents/search`, { data: { text: '-nothing' }, headers: { 'X-Charta': '1' } })
  assert.equal(refused.status(), 400)
})
