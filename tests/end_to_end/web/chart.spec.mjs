// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axeClean, base, close, fileDocument, firstOf, focused, grid, heading, limited, open, patientsAtWork, pdfOf, person, reviewer, said, settled, signedIn, signIn } from './support.mjs'

after(close)

const somebody = async (page) => (await patientsAtWork(page)).find((one) => one.mrn && one.name && one.birth_date)
const documentsOf = (page, id) => ask(page, `/api/patients/${id}/timeline?kind=document&limit=20`)

/** A patient with documents, and these. That nobody has any is a failure: the hospital files all day. */
async function somebodyWithDocuments(page) {
  const patient = await firstOf(await patientsAtWork(page), async (one) => one.mrn && (await documentsOf(page, one.id)).length)
  assert.ok(patient, 'a patient of the simulated hospital has documents')
  return { patient, documents: await documentsOf(page, patient.id) }
}

test('the finder takes beginnings of names, a birth date and a number, and Enter opens the chart', async () => {
  const page = await signedIn()
  const patient = await somebody(page)
  const [family, given = ''] = patient.name.toLowerCase().split(/,\s*/)
  const [year, month, day] = patient.birth_date.split('-')
  for (const question of [`${family.slice(0, 4)},${given.slice(0, 3)}`, `${day}/${month}/${year}`, `${year}-${month}-${day}`, patient.mrn]) {
    await page.goto(`${base}/app/`)
    await heading(page, 'Today').waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type(question)
    await page.getByRole('option').first().waitFor()
    const hits = await ask(page, `/api/patients/find?q=${encodeURIComponent(question)}&limit=100`)
    assert.ok(hits.some((hit) => hit.mrn === patient.mrn), `${question} finds the patient`)
  }
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'Patient', exact: true }).waitFor()
  await page.getByRole('region', { name: 'Patient', exact: true }).getByText(patient.mrn).waitFor()
})

test('a number that is read by a barcode reader opens the right chart, however slowly the server answers', async () => {
  const page = await signedIn()
  const patient = await somebody(page)
  await page.route('**/api/patients/find**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 700))
    await route.continue()
  })
  await page.keyboard.press('/')
  await page.keyboard.type(patient.mrn)
  await page.keyboard.press('Enter') // in the same moment, as these readers do
  await page.waitForURL((url) => url.pathname === `/app/patients/${patient.id}`)
})

test('the finder page keeps its question in the URL', async () => {
  const page = await signedIn()
  const patient = await somebody(page)
  await page.keyboard.press('g')
  await page.keyboard.press('p')
  await heading(page, 'Patients').waitFor()
  await focused(page.getByRole('main').getByLabel('Find a patient'))
  await page.keyboard.type(patient.mrn)
  await page.getByRole('option').first().waitFor()
  await page.waitForURL((url) => url.searchParams.get('q') === patient.mrn)
  await page.reload()
  await page.getByRole('option').first().waitFor()
})

test('the chart: banner, timeline by keys, filter by kind, reader beside it', async () => {
  const page = await signedIn()
  const { patient } = await somebodyWithDocuments(page)
  await page.goto(`${base}/app/patients/${patient.id}`)
  const banner = page.getByRole('region', { name: 'Patient', exact: true })
  for (const words of [patient.name, patient.mrn, 'Born', 'Sex']) await banner.getByText(words).first().waitFor()
  await grid(page).waitFor()
  await page.keyboard.press('1')
  await page.waitForURL(/kind=document/)
  await page.keyboard.press('j')
  await page.getByRole('article').waitFor()
  const opened = new URL(page.url()).searchParams.get('entry')
  assert.ok((await documentsOf(page, patient.id)).some((one) => one.id === opened), 'a document, be it one that came this moment')
  await page.reload()
  await page.getByRole('article').waitFor()
})

test('keys pressed while the rows, or the whole page, are on their way are kept for them', async () => {
  const page = await signedIn()
  const { patient } = await somebodyWithDocuments(page)
  const slowly = async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await route.continue()
  }
  await page.route('**/timeline?kind=document**', slowly)
  await page.goto(`${base}/app/patients/${patient.id}`)
  await grid(page).waitFor()
  for (const key of ['1', 'j']) await page.keyboard.press(key)
  assert.equal(new URL(page.url()).searchParams.get('entry'), null, 'no row of the unfiltered list is taken for it')
  await page.waitForURL((url) => url.searchParams.get('entry'))
  const chosen = new URL(page.url()).searchParams.get('entry')
  assert.ok((await documentsOf(page, patient.id)).some((one) => one.id === chosen), 'a document, be it one that came this moment')
  await page.goto(`${base}/app/`)
  await heading(page, 'Today').waitFor()
  await page.route('**/api/worklists/expected-record?**', slowly)
  await page.route('**/assets/WorklistRoute*.js', slowly)
  for (const key of ['g', 'e', 'j']) await page.keyboard.press(key)
  await page.getByRole('complementary', { name: 'Item' }).getByText(/^1 of /).waitFor()
  await page.goto(`${base}/app/`)
  await heading(page, 'Today').waitFor()
  for (const key of ['g', 'e', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key)
  await page.getByRole('complementary', { name: 'Item' }).getByText(/^2 of /).waitFor()
})

test('the reader shows every kind of document it meets, larger and turned by keys', async (t) => {
  const page = await signedIn()
  const seen = new Map()
  for (const { id } of (await patientsAtWork(page)).slice(0, 24)) {
    for (const entry of await documentsOf(page, id)) if (entry.content_type && !seen.has(entry.content_type)) seen.set(entry.content_type, entry)
  }
  assert.ok(seen.size, 'the simulated hospital has documents')
  for (const [type, entry] of seen) {
    const id = entry.resource.type === 'DocumentReference' ? entry.resource.id : entry.id
    await page.goto(`${base}/app/documents/${id}`)
    await page.getByRole('article').waitFor()
    if (type.startsWith('application/pdf')) {
      await page.locator('canvas').first().waitFor()
      await page.waitForFunction(() => {
        const canvas = document.querySelector('canvas')
        return canvas.width > 300 && new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, 200).data.buffer).some((pixel) => pixel !== 0 && pixel !== 0xffffffff)
      })
    } else if (type.startsWith('image/')) {
      await page.waitForFunction(() => document.querySelector('article img')?.naturalWidth > 0)
    } else if (type.startsWith('text/html')) {
      const frame = page.frameLocator('article iframe')
      await frame.getByText(/\w/).first().waitFor()
      const words = await frame.locator('body').innerText()
      assert.match(words, /\w/)
      assert.doesNotMatch(words, /SCRIPT RAN/)
    } else {
      await page.locator('article pre').filter({ hasText: /\w/ }).waitFor()
      const text = await page.locator('article pre').textContent()
      assert.match(text, /\w/)
      assert.doesNotMatch(text, /\\rtf|\\par/)
    }
    await settled(page)
    await page.keyboard.press('+')
    await page.getByRole('button', { name: /120 %/ }).waitFor()
    await page.keyboard.press('0')
    await page.getByRole('button', { name: /100 %/ }).waitFor()
  }
  assert.deepEqual(page.problems, [])
  t.diagnostic(`read: ${[...seen.keys()].join(', ')}`)
})

test('a document of many pages: thumbnails by keys, words found on their page', async () => {
  const page = await signedIn()
  const patient = await somebody(page)
  const bytes = pdfOf([['Progress note', 'No oedema today.'], ['Second page', 'Weight stable.'], ['Third page', 'Oedema of the left leg.']])
  const id = await fileDocument(page, patient.id, { title: 'Three pages', contentType: 'application/pdf', bytes })
  await page.goto(`${base}/app/documents/${id}`)
  const strip = page.getByRole('navigation', { name: 'Pages in small' })
  await strip.getByRole('button', { name: 'Page 1' }).focus()
  await page.keyboard.press('ArrowDown')
  await focused(strip.getByRole('button', { name: 'Page 2' }))
  await page.keyboard.press('y')
  await strip.waitFor({ state: 'detached' })
  await page.keyboard.press('y')
  await strip.waitFor()
  await page.keyboard.press('Control+f')
  await focused(page.getByLabel('Find in the document'))
  await page.keyboard.type('oedema')
  const search = page.getByRole('search', { name: 'In this document' })
  await search.getByText('1 of 2').waitFor()
  await strip.getByRole('button', { name: 'Page 3, with hits' }).waitFor()
  await page.locator('[data-page="1"] [data-hit][data-current]').waitFor()
  await page.keyboard.press('Enter')
  await search.getByText('2 of 2').waitFor()
  await page.locator('[data-page="3"] [data-hit][data-current]').waitFor()
  await settled(page)
  assert.equal(await page.evaluate(() => document.scrollingElement.scrollTop), 0, 'only the document is scrolled, not the application')
  await axeClean(page, 'a document with hits')
  await page.keyboard.press('Escape')
  await page.locator('[data-hit]').first().waitFor({ state: 'detached' })
  assert.deepEqual(page.problems, [])
})

test('words are found in a text', async () => {
  const page = await signedIn()
  const patient = await somebody(page)
  const id = await fileDocument(page, patient.id, { title: 'A text', contentType: 'text/plain', bytes: `Seen today.\n${'A line.\n'.repeat(200)}Oedema of the left leg; no oedema elsewhere.` })
  await page.goto(`${base}/app/documents/${id}`)
  await page.locator('article pre').waitFor()
  await page.keyboard.press('Control+f')
  await focused(page.getByLabel('Find in the document'))
  await page.keyboard.type('oedema')
  await page.getByRole('search', { name: 'In this document' }).getByText('1 of 2').waitFor()
  const current = page.locator('mark[aria-current]')
  await page.waitForFunction((mark) => mark.getBoundingClientRect().top > 0 && mark.getBoundingClientRect().bottom < innerHeight, await current.elementHandle())
})

test('the ledger of a patient is sorted and narrowed', async () => {
  const page = await signedIn()
  const patient = await somebody(page)
  await page.goto(`${base}/app/patients/${patient.id}/ledger`)
  await grid(page).waitFor()
  await page.getByRole('button', { name: 'Act' }).click()
  await page.waitForURL(/sort=act/)
  await page.getByLabel('Act', { exact: true }).selectOption('viewed')
  await page.waitForURL(/act=viewed/)
})

test('the ledger verifies', async () => {
  const page = await signedIn()
  await page.goto(`${base}/app/ledger`)
  await page.getByRole('button', { name: 'Verify' }).click()
  await said(page, 'The ledger holds')
})

test('a restricted record opens by breaking the glass, with a reason and the password; a reviewer judges the use', async () => {
  const page = await open()
  await signIn(page, { name: limited, password: person.password })
  const restricted = await restrictedOf(page)
  await page.keyboard.press('/')
  await focused(page.getByLabel('Find a patient'))
  await page.keyboard.type(restricted.mrn)
  await page.getByRole('option').filter({ hasText: restricted.mrn }).getByText('Restricted').waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Break the glass…' }).click()
  for (const part of ['', '/timeline']) assert.equal((await page.request.get(`${base}/api/patients/${restricted.id}${part}`)).status(), 403, 'the server keeps it shut as well')
  const dialog = page.getByRole('dialog', { name: 'Break the glass' })
  await dialog.getByRole('button', { name: 'Open the record' }).click()
  await dialog.getByText('Choose a reason.').waitFor()
  await dialog.getByLabel('Reason').selectOption({ index: 1 })
  const explanation = `Brought in unconscious, the ward needs the notes (${Date.now()}).`
  await dialog.getByLabel('Explanation').fill(explanation)
  await dialog.getByLabel('Your password').fill('not the password')
  await dialog.getByRole('button', { name: 'Open the record' }).click()
  await dialog.getByRole('alert').filter({ hasText: /\w/ }).waitFor()
  await dialog.getByLabel('Your password').fill(person.password)
  await dialog.getByRole('button', { name: 'Open the record' }).click()
  await said(page, /The record is open to you until/)
  await grid(page).waitFor()
  await page.getByRole('region', { name: 'Patient', exact: true }).getByText('Restricted record').waitFor()
  await page.keyboard.press('j')
  await page.getByRole('article').getByText(/Seen and examined/).waitFor() // the words of a report, not its title alone
  const officer = await open()
  await signIn(officer, { name: reviewer, password: person.password })
  const [use] = (await ask(officer, '/api/glass?unreviewed=1')).filter((one) => one.explanation === explanation)
  assert.ok(use, 'the use waits for its review')
  const task = (await ask(officer, '/api/worklists/glass-review?limit=100')).find((one) => one.subject.id === use.id)
  assert.ok(task, 'a use of the glass becomes a work item')
  await officer.goto(`${base}/app/worklists/glass-review?item=${task.id}`)
  const pane = officer.getByRole('complementary', { name: 'Item' })
  for (const words of [use.user, explanation, /^What was opened: [1-9]/]) await pane.getByText(words).first().waitFor()
  await pane.getByRole('row').filter({ hasText: 'timeline' }).first().waitFor()
  await pane.getByRole('row').filter({ hasText: /report|document/i }).first().waitFor()
  await settled(officer)
  await axeClean(officer, 'a use of the glass under review')
  // Not sure yet: it stays open until a day.
  await officer.keyboard.press('t')
  const review = officer.getByRole('dialog', { name: 'Review' })
  await focused(review.getByLabel('Finding'))
  await officer.keyboard.type('The ward is asked.')
  await axeClean(officer, 'the dialog of a review')
  await review.getByRole('button', { name: 'Keep for later' }).click()
  await said(officer, 'Kept for later.')
  await pane.getByText('The ward is asked.').waitFor()
  assert.equal((await ask(officer, '/api/glass?unreviewed=1')).some((one) => one.id === use.id), true, 'it is not reviewed yet')
  await officer.keyboard.press('d')
  await focused(review.getByLabel('Finding'))
  assert.equal(await review.getByRole('radio', { name: 'Not appropriate' }).isChecked(), true)
  await officer.keyboard.type('The ward knew nothing of it.')
  await review.getByRole('button', { name: 'Record the finding' }).click()
  await said(officer, 'Review recorded.')
  assert.equal((await ask(officer, '/api/worklists/glass-review?limit=100')).some((one) => one.id === task.id), false, 'the finding closes the item')
  await officer.goto(`${base}/app/glass?all=1`)
  const judged = officer.getByRole('row').filter({ hasText: explanation })
  for (const words of ['Not appropriate', 'The ward knew nothing of it.']) await judged.getByText(words).waitFor()
  assert.deepEqual([...page.problems, ...officer.problems], [])
})

/** The patient of the simulated hospital whose record is protected: the finder names it to whoever may break the glass. */
async function restrictedOf(page) {
  const found = (await ask(page, '/api/patients/find?q=winterbourne')).find((hit) => hit.restricted)
  assert.ok(found, 'the simulated hospital has a restricted record')
  return found
}

test('who may only look sees the acts disabled with the reason', async () => {
  const page = await open()
  await signIn(page, { name: limited, password: person.password })
  await page.goto(`${base}/app/worklists/expected-record`)
  await grid(page).waitFor()
  await page.keyboard.press('j')
  const claim = page.getByRole('button', { name: 'Claim' }).first()
  await claim.waitFor()
  assert.equal(await claim.getAttribute('aria-disabled'), 'true')
  assert.match(await claim.evaluate((button) => document.getElementById(button.getAttribute('aria-describedby')).textContent), /roles|permission/i)
  await page.goto(`${base}/app/people`)
  await said(page, 'Not open to you')
})

test('a chart of thousands of entries is there at once, scrolls to its end and holds few rows in the page', async (t) => {
  const page = await signedIn()
  const [patient] = await ask(page, '/api/patients/find?q=ferreira,otto')
  assert.ok(patient, 'the simulated hospital has a patient with a long chart')
  const { total } = await (await page.request.get(`${base}/api/patients/${patient.id}/timeline?limit=1`)).json()
  assert.ok(total > 2000, `${total} entries`)
  const start = Date.now()
  await page.goto(`${base}/app/patients/${patient.id}`)
  await page.getByRole('row').nth(5).waitFor()
  t.diagnostic(`first rows of ${total} after ${Date.now() - start} ms, page load included`)
  const rows = await grid(page).evaluate(async (list) => {
    let most = 0
    for (let step = 0; step < 60; step++) {
      list.scrollTop += 400
      await new Promise((resolve) => requestAnimationFrame(resolve))
      most = Math.max(most, list.querySelectorAll('[role=row]').length)
    }
    return most
  })
  assert.ok(rows < 120, `${rows} rows in the page`)
  const oldest = await ask(page, `/api/patients/${patient.id}/timeline?limit=1&offset=${total - 1}`)
  await grid(page).focus()
  await page.keyboard.press('End') // the last of all, not of what is loaded
  await page.waitForURL((url) => url.searchParams.get('entry') === oldest[0].id)
  await page.getByText(`${total.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')}`).or(page.getByText(`${total} of ${total}`)).first().waitFor()
  await page.keyboard.press('k') // the report after the oldest
  await page.getByRole('article').getByText(/Treatment 1\./).first().waitFor()
})
