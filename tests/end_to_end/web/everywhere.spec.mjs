// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { after, test } from 'node:test'
import { ask, axeClean, base, close, firstOf, focused, grid, heading, misfiledPage, movedAndFrozen, open, patientsAtWork, said, settled, signedIn, signedInApart, signIn, steady } from './support.mjs'

after(close)

test('the palette finds pages, commands and patients', async () => {
  const page = await signedIn()
  await page.keyboard.press('Control+k')
  await focused(page.getByRole('dialog').getByRole('combobox'))
  await page.keyboard.type('he me')
  await page.getByRole('option', { name: /Held messages/ }).first().waitFor()
  await page.keyboard.press('Enter')
  await heading(page, 'Held messages').waitFor()
  const patient = (await patientsAtWork(page)).find((one) => one.mrn)
  await page.keyboard.press('Control+k')
  await focused(page.getByRole('dialog').getByRole('combobox'))
  await page.keyboard.type(patient.mrn)
  await page.getByRole('option').filter({ hasText: patient.mrn }).first().waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'Patient', exact: true }).waitFor()
})

test('the theme follows the system and can be switched', async () => {
  const page = await signedIn({ colorScheme: 'dark' })
  const scheme = () => page.evaluate(() => document.documentElement.dataset.mantineColorScheme)
  assert.equal(await scheme(), 'dark')
  await page.getByRole('radio', { name: 'Light' }).check({ force: true })
  assert.equal(await scheme(), 'light')
  await page.reload()
  await heading(page, 'Today').waitFor()
  assert.equal(await scheme(), 'light')
})

test('? lists the keys of the very page, and single keys can be switched off', async () => {
  const page = await signedIn()
  await page.goto(`${base}/app/worklists/held-message`)
  await grid(page).waitFor()
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await sheet.getByText('Next item').waitFor()
  await sheet.getByText('Add a filter').waitFor()
  await sheet.getByRole('checkbox', { name: /single character/ }).uncheck()
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
  await page.keyboard.press('j')
  await page.waitForTimeout(300)
  assert.equal(new URL(page.url()).searchParams.get('item'), null)
})

test('? lists what the chart knows on each of its parts, and 2 leads from any of them to the reports', async () => {
  const page = await signedIn()
  const [patient] = await patientsAtWork(page)
  for (const part of ['', '/ledger', '/expected', '/produce']) {
    await page.goto(`${base}/app/patients/${patient.id}${part}`)
    await page.getByRole('region', { name: 'Patient', exact: true }).waitFor()
    await settled(page)
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    for (const label of [/[Oo]nly reports/, /^Larger/, /^Expected records/, /^The very last row/]) await sheet.getByText(label).first().waitFor()
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    await page.keyboard.press('2')
    await page.waitForURL(/kind=report/)
  }
})

test('a line that is slow, or gone, is told, and the word goes when it is good again', async () => {
  const page = await signedIn()
  await page.route('**/api/jobs**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 6000))
    await route.continue().catch(() => undefined)
  })
  await page.goto(`${base}/app/jobs`)
  await page.getByText('The line is slow').waitFor()
  await axeClean(page, 'with the notice of a slow line')
  await page.unroute('**/api/jobs**')
  await page.goto(`${base}/app/rules`)
  await heading(page, 'Rules').waitFor()
  await page.getByText('The line is slow').waitFor({ state: 'detached' })
  await page.route('**/api/**', (route) => route.abort())
  await page.keyboard.press('g')
  await page.keyboard.press('h')
  await page.getByText('The server does not answer. What is shown').waitFor()
  await page.unroute('**/api/**')
  await page.getByRole('button', { name: 'Try again' }).first().click()
  await page.getByText('The server does not answer. What is shown').waitFor({ state: 'detached' })
})

test('the first load is light: what signing in and the first screen take, packed, stays under 200 KB', async () => {
  const page = await open()
  const packed = []
  page.on('response', (response) => {
    if (!/\/(api|auth)\//.test(response.url())) packed.push(response.body().then((bytes) => [new URL(response.url()).pathname, gzipSync(bytes, { level: 9 }).length], () => ['', 0]))
  })
  await signIn(page)
  await heading(page, 'Today').waitFor()
  await settled(page)
  const sizes = await Promise.all(packed)
  const total = sizes.reduce((sum, [, size]) => sum + size, 0)
  assert.ok(total > 50 * 1024, 'the application was loaded')
  assert.ok(total <= 200 * 1024, `${(total / 1024).toFixed(1)} KB: ${JSON.stringify(sizes.sort(([, a], [, b]) => b - a).slice(0, 6))}`)
})

test('no bare letter acts while a field has the focus', async () => {
  const page = await signedIn()
  await page.keyboard.press('/')
  await focused(page.getByLabel('Find a patient'))
  await page.keyboard.type('gm?')
  await page.waitForTimeout(200)
  assert.equal(new URL(page.url()).pathname, '/app/')
  assert.equal(await page.getByLabel('Find a patient').inputValue(), 'gm?')
})

test('the skip link leads to the content', async () => {
  const page = await signedIn()
  await page.reload()
  await heading(page, 'Today').waitFor()
  await page.keyboard.press('Tab')
  await focused(page.getByRole('link', { name: 'Skip to the content' }))
  await page.keyboard.press('Enter')
  await focused(page.locator('#content'))
})

test('at 200 percent nothing is cut off sideways', async () => {
  const page = await signedIn({ viewport: { width: 720, height: 450 } })
  for (const path of ['/', '/worklists/held-message', '/worklists/identity', '/register', '/search', '/index-figures', '/messages', '/people']) {
    await page.goto(`${base}/app${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await settled(page)
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.ok(over <= 0, `${path} is ${over} px too wide`)
    await axeClean(page, `${path} at 200 percent`)
  }
})

test('on a phone the list and the item take turns, and everything stays within reach', async () => {
  const page = await signedIn({ viewport: { width: 390, height: 844 } })
  await page.goto(`${base}/app/worklists/expected-record`)
  await grid(page).waitFor()
  await page.getByRole('row').nth(2).waitFor()
  const pane = page.getByRole('complementary', { name: 'Item' })
  assert.equal(await pane.isVisible(), false)
  await page.keyboard.press('j')
  await pane.getByRole('button', { name: 'Claim' }).waitFor()
  assert.equal(await grid(page).isVisible(), false)
  await settled(page)
  await axeClean(page, 'an item on a phone')
  const right = await page.getByRole('button', { name: 'Sign out' }).evaluate((button) => button.getBoundingClientRect().right)
  assert.ok(right <= 390, `signing out is at ${right} px`)
  await page.keyboard.press('j') // the next one, without the list between
  await pane.getByText(/^2 of |2 of /).first().waitFor()
  await pane.getByRole('button', { name: 'List' }).click()
  await grid(page).waitFor()
  assert.equal(await pane.isVisible(), false)
})

test('a list is printed whole and without the navigation', async () => {
  const page = await signedIn()
  await page.goto(`${base}/app/worklists/expected-record`)
  await grid(page).waitFor()
  await page.getByRole('row').nth(3).waitFor()
  const listed = async () => (await ask(page, '/api/worklists/expected-record?limit=200')).map((item) => item.id).join(' ')
  const [ids, printed] = await steady(listed, async () => {
    await page.reload()
    await page.getByRole('row').nth(3).waitFor()
    return page.evaluate(() => {
      window.dispatchEvent(new Event('beforeprint'))
      const rows = document.querySelectorAll('[role=grid] [role=row]').length
      window.dispatchEvent(new Event('afterprint'))
      return rows
    })
  })
  assert.equal(printed, ids.split(' ').length + 1)
  await page.emulateMedia({ media: 'print' })
  await page.getByRole('navigation', { name: 'Main' }).waitFor({ state: 'hidden' })
})

test('people: an account is made, closed and opened again', async () => {
  const page = await signedIn()
  const name = `clerk${Date.now() % 1000000}`
  await page.goto(`${base}/app/people`)
  await page.getByRole('button', { name: 'Add a person or program' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a person or program' })
  await dialog.getByLabel('Account name').fill(name)
  await dialog.getByLabel('Name as shown').fill(`Test ${name}`)
  await dialog.getByRole('group', { name: 'Roles' }).getByRole('checkbox').first().check()
  await dialog.getByLabel('Password', { exact: false }).first().fill('a long enough password')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await said(page, 'Account made.')
  await page.getByRole('button', { name: `Disable Test ${name}` }).click()
  await said(page, 'The account is closed.')
  await page.getByRole('button', { name: `Enable Test ${name}` }).waitFor()
})

async function routes(page) {
  const patient = await firstOf(await patientsAtWork(page), async (one) => (await ask(page, `/api/patients/${one.id}/timeline?kind=document&limit=1`)).length)
  assert.ok(patient, 'a patient of the simulated hospital has documents')
  const held = (await ask(page, '/api/worklists/held-message?limit=1'))[0]
  const loose = (await ask(page, '/api/worklists/loose-document?limit=1'))[0]
  const pair = (await ask(page, '/api/worklists/identity?limit=1'))[0]
  const entry = (await ask(page, `/api/patients/${patient.id}/timeline?kind=document&limit=1`))[0]
  const message = (await ask(page, '/api/messages?limit=1'))[0]
  const mixed = await movedAndFrozen(page)
  const misfile = await misfiledPage(page)
  const paper = (await ask(page, '/api/worklists/paper-merge?limit=1'))[0]
  const batch = (await ask(page, '/api/scanning/batches?state=separated,stopped&limit=1'))[0]
  const line = (await ask(page, '/api/paper/pull-list'))[0]
  const missing = (await ask(page, '/api/worklists/missing-volume?limit=1'))[0]
  const [room, order] = [(await ask(page, '/api/paper/places?text=file%20room&kind=room'))[0], (await ask(page, '/api/off-site/orders?closed=1'))[0]]
  const audit = (await ask(page, '/api/worklists/shelf-audit?limit=50')).find((one) => one.state === 'compared')
  const handOffs = await ask(page, '/api/shift/hand-offs')
  const stay = (await ask(page, '/api/worklists/coding?state=in-progress&limit=1'))[0].detail.encounter
  return [
    '/coding', '/coding?show=final', `/coding?case=${stay}`, `/coding?case=${stay}&tab=findings&banner=drg`, `/coding?case=${stay}&tab=abstract`, `/coding?case=${stay}&tab=drg`, '/encoder', '/encoder?code=I50.33', `/encoder?case=${stay}&tab=procedures&pattern=0DT`, '/encoder?tab=services&words=vaccine', '/encoder?tab=kept', '/encoder?tab=questions', '/encoder?tab=questions&answers=p', '/encoder?tab=questions&answers=kI50', '/case-mix', '/case-mix?by=drg&group=*', '/worklists/coding',
    '/shift', `/shift?tab=walk&walk=${line.requisition.id}`, '/shift?tab=arrivals', '/shift?tab=hand-off', '/shift?tab=room', `/shift/hand-offs/${handOffs.at(-1).id}`, `/worklists/shift-hand-off?item=${handOffs[0].item}`,
    '/worklists/held-imaging-object', `/worklists/misfile?item=${misfile.item.id}`, `/worklists/overlay?item=${mixed.overlay.id}`, `/worklists/paper-merge${paper ? `?item=${paper.id}` : ''}`, `/patients/${mixed.from.id}`, `/patients/${mixed.from.id}/particulars`, `/patients/${mixed.to.id}/particulars`, `/documents/${mixed.document}`,
    '/downtime', '/downtime?tab=disaster', '/file-room', `/file-room?code=${line.volume.barcode}`, '/file-room?tab=requests', '/file-room?tab=overdue', '/file-room?tab=places', `/file-room?tab=places&place=${room.id}`, '/file-room?tab=vendors', `/file-room?tab=vendors&order=${order.id}`, '/archive', '/file-room?tab=shelves', `/file-room?tab=shelves&audit=${audit.subject.id}`, `/worklists/shelf-audit?item=${audit.id}`, '/counter', `/file-room/hunts/${missing.subject.id}`, `/patients/${line.volume.patient.id}/paper`,
    '/scanning', '/scanning?state=all', ...(batch ? [`/scanning/${batch.id}`, `/worklists/scan-batch?item=${batch.item}`] : []),
    `/patients/${patient.id}/order`, `/patients/${patient.id}/completeness`, `/patients/${patient.id}/places`, '/worklists/chart-completeness', '/worklists/physician-query', '/distribution', '/distribution?tab=copies', '/distribution?tab=recipients', '/worklists/document-review', '/worklists/failed-copy', '/worklists/copy-recall', '/worklists/amendment-request', '/worklists/record-warning', '/amendments', '/amendments?tab=figures', '/query-figures', '/worklists/document-correction', '/mine', '/data-entry', '/data-entry?tab=figures', '/worklists/data-entry', `/patients/${patient.id}/typed`, '/deficiencies', '/deficiencies?of=nobody', '/deficiencies?tab=figures&which=incomplete', '/deficiencies?tab=letters', '/deficiencies?tab=suspensions', `/patients/${patient.id}/deficiencies`, '/worklists/deficiency', '/floor', '/floor?tab=calls', '/floor?tab=delivered', '/floor?tab=loose', '/worklists/floor-delivery', '/worklists/stat-call', '/worklists/loose-report',
    '/', `/worklists/held-message${held ? `?item=${held.id}` : ''}`, `/worklists/loose-document${loose ? `?item=${loose.id}` : ''}`, '/worklists/expected-record?due=overdue&priority=stat,urgent',
    `/worklists/identity${pair ? `?item=${pair.id}` : ''}`, '/register', '/search', `/patients/${patient.id}/search`, '/index-figures',
    '/worklists/reconciliation', '/worklists/glass-review', '/worklists/held-message?text=nothing-has-this-text', '/patients', `/patients?q=${encodeURIComponent(patient.name.slice(0, 3))}`,
    `/patients/${patient.id}${entry ? `?entry=${entry.id}` : ''}`, `/patients/${patient.id}/expected`, `/patients/${patient.id}/ledger`, `/patients/${patient.id}/produce`, `/patients/${patient.id}/particulars`, '/messages',
    ...(message ? [`/messages/${message.id}?tab=parsed`, `/messages/${message.id}?tab=raw`] : []), ...(entry ? [`/documents/${entry.resource?.id ?? entry.id}`] : []),
    '/ledger', '/reconciliation', '/glass', '/people', '/roles', '/partners', '/outbox', '/jobs', '/rules', '/no-such-page', '/patients/0000000000000',
  ]
}

/** To another page as a link leads there, without loading the application again. */
async function goTo(page, path) {
  await page.evaluate((to) => history.pushState(null, '', `/app${to}`), path)
  await page.waitForFunction(() => document.querySelector('main h1, main [role=alert], main h2'))
}

const schemes = ['light', 'dark']

/** Every rule in both themes of the page as it stands: the theme follows the system, nothing is loaded again. */
async function cleanInBothThemes(page, where) {
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme })
    await page.waitForFunction((scheme) => document.documentElement.dataset.mantineColorScheme === scheme, colorScheme)
    await settled(page) // colours fade over
    await axeClean(page, `${where} (${colorScheme})`)
  }
}

test('axe finds nothing on any page in either theme', async () => {
  const page = await open()
  await page.goto(`${base}/app/`)
  await page.getByLabel('Name', { exact: true }).waitFor()
  await cleanInBothThemes(page, 'sign-in')
  await signIn(page)
  for (const path of await routes(page)) {
    await goTo(page, path)
    await settled(page)
    await cleanInBothThemes(page, path)
  }
  assert.deepEqual(page.problems, [])
})

for (const colorScheme of schemes) {
  test(`axe finds nothing in the dialogs, ${colorScheme}`, async () => {
    const page = await signedInApart({ colorScheme }) // it is locked in the end
    await page.goto(`${base}/app/worklists/held-message`)
    await grid(page).waitFor()
    await page.keyboard.press('j')
    await page.getByRole('button', { name: /Fix and replay/ }).waitFor()
    for (const key of ['m', 'p', 'i', 'n', 'w', 's', 'v', '?', 'Control+k', 'Control+Shift+L']) {
      await page.keyboard.press(key)
      await page.getByRole('dialog').last().waitFor()
      await settled(page)
      await axeClean(page, `dialog of ${key} (${colorScheme})`)
      await page.keyboard.press('Escape')
      if (key !== 'Control+Shift+L') await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
  })
}
