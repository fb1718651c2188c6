// SPDX-License-Identifier: Apache-2.0
// English left behind is found by a language in which every text of ours stands accented between ⟦ and ⟧: what stands outside must
// have come from the server.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axeClean, base, close, firstOf, grid, heading, misfiledPage, movedAndFrozen, open, patientsAtWork, person, settled, signedInApart, signIn } from './support.mjs'

after(close)

/** Every word of every answer the page gets, folded as words are compared below. */
function hears(page) {
  let heard = ''
  const keep = (text) => (heard += ` ${folded(text)}`)
  page.on('response', async (response) => {
    if (!/\/(api|auth)\//.test(response.url())) return
    const text = await response.text().catch(() => '')
    try {
      JSON.stringify(JSON.parse(text), (key, value) => (keep(key), typeof value === 'string' && keep(value), value))
    } catch {
      keep(text)
    }
  })
  return (text) => heard.includes(folded(text))
}
const folded = (text) => text.toLowerCase().replace(/[-_.\s]+/g, ' ').trim()

/** Texts that are seen or read aloud, with what our own words framed taken out. */
const shownTexts = (page) => page.evaluate(() => {
  const texts = new Set()
  const add = (text, where) => {
    let rest = text ?? ''
    for (let inner; (inner = rest.replace(/⟦[^⟦⟧]*⟧/g, ' ')) !== rest; ) rest = inner
    for (const piece of rest.split(/[·\n]| {2,}/)) if (/\p{L}{3,}/u.test(piece)) texts.add(`${where}: ${piece.trim()}`)
  }
  for (const element of document.body.querySelectorAll('*')) {
    if (element.closest('code, pre, [role=radiogroup]:has(input[name=language])') || !element.checkVisibility({ visibilityProperty: true })) continue
    for (const name of ['aria-label', 'placeholder', 'title', 'alt', 'aria-description']) add(element.getAttribute(name), name)
    for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) add(node.data, element.tagName.toLowerCase())
  }
  return [...texts]
})

// Names of things that are no words of any language: keys, standards, examples of what to type, days as Intl writes them.
const nameless = /^(Charta|smi|joh|PDF|CSV|STAT|MRN|TLS|MLLP|Ctrl|quill|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)$/
const isDay = (text) => !Number.isNaN(Date.parse(text.replace(/,? *\d\d:\d\d(:\d\d)?$/, '')))

async function leftBehind(page, fromServer) {
  await settled(page)
  const isLeft = (found) => {
    const text = found.replace(/^[\w-]+: /, '')
    const words = text.split(/[^\p{L}\p{N}'.^]+/u).filter((word) => /\p{L}{3,}/u.test(word))
    return !isDay(text) && !fromServer(text) && !words.every((word) => nameless.test(word) || fromServer(word))
  }
  const left = (await shownTexts(page)).filter(isLeft)
  if (left.length) await page.waitForTimeout(500) // an answer may be drawn before it was heard here
  return left.filter(isLeft)
}

async function speaking(language, options) {
  const page = await open(options)
  await page.addInitScript((code) => localStorage.setItem('charta.language', code), language)
  return page
}

async function pathsOf(page) {
  const patient = await firstOf(await patientsAtWork(page), async (one) => (await ask(page, `/api/patients/${one.id}/timeline?kind=document&limit=1`)).length)
  const entry = (await ask(page, `/api/patients/${patient.id}/timeline?kind=document&limit=1`))[0]
  const held = (await ask(page, '/api/worklists/held-message?limit=1'))[0]
  const late = (await ask(page, '/api/worklists/expected-record?limit=1'))[0]
  const message = (await ask(page, '/api/messages?limit=1'))[0]
  const pair = (await ask(page, '/api/worklists/identity?limit=1'))[0]
  const mixed = await movedAndFrozen(page)
  const misfile = await misfiledPage(page)
  const batch = (await ask(page, '/api/scanning/batches?state=separated,stopped&limit=1'))[0]
  const line = (await ask(page, '/api/paper/pull-list'))[0]
  const missing = (await ask(page, '/api/worklists/missing-volume?limit=1'))[0]
  const [room, order] = [(await ask(page, '/api/paper/places?text=file%20room&kind=room'))[0], (await ask(page, '/api/off-site/orders?closed=1'))[0]]
  const audit = (await ask(page, '/api/worklists/shelf-audit?limit=50')).find((one) => one.state === 'compared')
  const handOffs = await ask(page, '/api/shift/hand-offs')
  const stay = (await ask(page, '/api/worklists/coding?state=in-progress&limit=1'))[0].detail.encounter
  return [
    '/coding', '/coding?show=final', `/coding?case=${stay}`, `/coding?case=${stay}&tab=findings&banner=drg`, `/coding?case=${stay}&tab=abstract`, `/coding?case=${stay}&tab=drg`, '/encoder', '/encoder?code=I50.33', `/encoder?case=${stay}&tab=procedures&pattern=0DT`, '/encoder?tab=services&words=vaccine', '/encoder?tab=kept', '/encoder?tab=questions', '/encoder?tab=questions&answers=p', '/encoder?tab=questions&answers=kI50', '/case-mix', '/case-mix?by=drg&group=*', '/worklists/coding',
    '/downtime', '/downtime?tab=disaster', '/shift', `/shift?tab=walk&walk=${line.requisition.id}`, '/shift?tab=arrivals', '/shift?tab=hand-off', '/shift?tab=room', `/shift/hand-offs/${handOffs.at(-1).id}`, `/worklists/shift-hand-off?item=${handOffs[0].item}`,
    '/file-room', `/file-room?code=${line.volume.barcode}`, '/file-room?tab=requests', '/file-room?tab=overdue', '/file-room?tab=places', `/file-room?tab=places&place=${room.id}`, '/file-room?tab=vendors', `/file-room?tab=vendors&order=${order.id}`, '/archive', '/file-room?tab=shelves', `/file-room?tab=shelves&audit=${audit.subject.id}`, `/worklists/shelf-audit?item=${audit.id}`, '/counter', `/file-room/hunts/${missing.subject.id}`, `/patients/${line.volume.patient.id}/paper`,
    '/scanning?state=all', ...(batch ? [`/scanning/${batch.id}`] : []),
    '/worklists/held-imaging-object',
    `/worklists/misfile?item=${misfile.item.id}`, `/worklists/overlay?item=${mixed.overlay.id}`, `/patients/${mixed.from.id}/particulars`, `/patients/${mixed.to.id}/particulars`,
    `/patients/${patient.id}/order`, `/patients/${patient.id}/completeness`, `/patients/${patient.id}/places`, '/worklists/chart-completeness', '/worklists/physician-query', '/distribution', '/distribution?tab=copies', '/distribution?tab=recipients', '/worklists/document-review', '/worklists/failed-copy', '/worklists/copy-recall', '/worklists/amendment-request', '/worklists/record-warning', '/amendments', '/amendments?tab=figures', '/query-figures', '/worklists/document-correction', '/mine', '/data-entry', '/data-entry?tab=figures', '/worklists/data-entry', `/patients/${patient.id}/typed`, '/deficiencies', '/deficiencies?of=nobody', '/deficiencies?tab=figures&which=incomplete', '/deficiencies?tab=letters', '/deficiencies?tab=suspensions', `/patients/${patient.id}/deficiencies`, '/worklists/deficiency', '/floor', '/floor?tab=calls', '/floor?tab=delivered', '/floor?tab=loose', '/worklists/floor-delivery', '/worklists/stat-call', '/worklists/loose-report',
    '/', `/worklists/held-message${held ? `?item=${held.id}` : ''}`, `/worklists/expected-record?due=overdue&priority=stat,urgent,routine&item=${late.id}`, '/worklists/held-message?text=zz', '/patients',
    `/patients?q=${encodeURIComponent(patient.name.slice(0, 3))}`, `/patients/${patient.id}?entry=${entry.id}`, `/patients/${patient.id}/expected`, `/patients/${patient.id}/ledger`, `/patients/${patient.id}/particulars`, `/patients/${patient.id}/produce`,
    '/messages', `/messages/${message.id}?tab=parsed`, `/documents/${entry.resource?.id ?? entry.id}`, '/ledger', '/reconciliation', `/worklists/identity?item=${pair.id}`, '/register', '/search', `/patients/${patient.id}/search`, '/index-figures', '/glass', '/people', '/roles', '/partners', '/outbox', '/jobs', '/rules', '/no-such-page',
  ]
}

test('no page shows English of ours when another language is spoken', async () => {
  const page = await speaking('en-XA')
  const fromServer = hears(page)
  await page.goto(`${base}/app/`)
  await page.locator('input').first().waitFor()
  const found = (await leftBehind(page, fromServer)).map((one) => `sign-in: ${one}`)
  await page.locator('input').first().fill(person.name)
  await page.locator('input[type=password]').fill(person.password)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation').first().waitFor()
  for (const path of await pathsOf(page)) {
    await page.goto(`${base}/app${path}`)
    await page.locator('main h1, main h2').first().waitFor()
    found.push(...(await leftBehind(page, fromServer)).map((one) => `${path}: ${one}`))
  }
  assert.deepEqual(found, [])
})

test('no dialog shows English of ours when another language is spoken', async () => {
  const page = await speaking('en-XA')
  const fromServer = hears(page)
  await page.goto(`${base}/app/worklists/held-message`)
  await page.locator('input').first().fill(person.name)
  await page.locator('input[type=password]').fill(person.password)
  await page.keyboard.press('Enter')
  await grid(page).waitFor()
  await page.keyboard.press('j')
  await page.getByRole('complementary').getByRole('button').nth(5).waitFor()
  const found = []
  for (const key of ['m', 'p', 'i', 'n', 'w', 's', 'v', 'h', '?', 'Control+k']) {
    await page.keyboard.press(key)
    await page.getByRole('dialog').last().waitFor()
    found.push(...(await leftBehind(page, fromServer)).map((one) => `${key}: ${one}`))
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  const pair = (await ask(page, '/api/worklists/identity?limit=1'))[0]
  await page.goto(`${base}/app/worklists/identity?item=${pair.id}`)
  await page.getByRole('complementary').getByRole('table').first().waitFor()
  for (const key of ['m', 'd', 't', 'q', '?']) {
    await page.keyboard.press(key)
    await page.getByRole('dialog').last().waitFor()
    found.push(...(await leftBehind(page, fromServer)).map((one) => `identity, ${key}: ${one}`))
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  const mixed = await movedAndFrozen(page)
  for (const [path, keys] of [[`/documents/${mixed.document}`, ['m']], [`/worklists/overlay?item=${mixed.overlay.id}`, ['e', 'd', '?']], [`/patients/${mixed.to.id}/particulars`, ['x']]]) {
    await page.goto(`${base}/app${path}`)
    await page.locator('main h2').first().waitFor()
    await settled(page)
    for (const key of keys) {
      await page.keyboard.press(key)
      await page.getByRole('dialog').last().waitFor()
      found.push(...(await leftBehind(page, fromServer)).map((one) => `${path}, ${key}: ${one}`))
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
  }
  await page.goto(`${base}/app/patients/${mixed.to.id}/particulars`)
  const acts = page.getByRole('table').last().getByRole('button')
  await acts.first().waitFor()
  for (const index of [0, 1]) {
    await acts.nth(index).press('Enter')
    await page.getByRole('dialog').last().waitFor()
    found.push(...(await leftBehind(page, fromServer)).map((one) => `moves, act ${index}: ${one}`))
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  assert.deepEqual(found, [])
})

test('from right to left nothing is cut off and nothing overlaps the edge', async () => {
  const page = await speaking('en-XB')
  await page.goto(`${base}/app/`)
  await page.locator('input').first().fill(person.name)
  await page.locator('input[type=password]').fill(person.password)
  await page.keyboard.press('Enter')
  const nav = page.getByRole('navigation').first()
  await nav.waitFor()
  assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl')
  assert.ok(await nav.evaluate((one) => one.getBoundingClientRect().right >= innerWidth - 1), 'the navigation stands at the right')
  for (const path of await pathsOf(page)) {
    await page.goto(`${base}/app${path}`)
    await page.locator('main h1, main h2').first().waitFor()
    await settled(page)
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.ok(over <= 0, `${path} is ${over} px too wide`)
  }
})

/** An account of its own: the language is kept for the person, whom other tests must not find speaking Spanish. */
async function someoneNew() {
  const page = await signedInApart()
  const name = `speaker${Date.now() % 1_000_000}`
  const made = await page.request.post(`${base}/api/users`, { headers: { 'X-Charta': '1' }, data: { name, display_name: 'Sol Speaker', roles: ['technician'], password: person.password } })
  assert.equal(made.status(), 201, await made.text())
  return { name, password: person.password }
}
const enter = async (page, { name, password }) => {
  await page.goto(`${base}/app/`)
  await page.locator('input').first().fill(name)
  await page.locator('input[type=password]').fill(password)
  await page.keyboard.press('Enter')
}

test('the language is chosen once and known at every workstation; what the server says in English is marked so', { skip: !!process.env.CHARTA_MOCK && 'the mock has no accounts of its own' }, async () => {
  const sol = await someoneNew()
  const page = await open()
  await signIn(page, sol)
  await page.getByRole('radiogroup', { name: 'Language' }).getByTitle('Español').click()
  await heading(page, 'Hoy').waitFor()
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'es')
  await page.goto(`${base}/app/worklists/held-message`)
  await heading(page, 'Mensajes retenidos').waitFor()
  await grid(page).waitFor()
  await page.keyboard.press('j')
  await page.getByText('Por qué espera').first().waitFor()
  await page.locator('aside [lang=en]').first().waitFor()
  await axeClean(page, 'the held messages in Spanish')
  const elsewhere = await open()
  await enter(elsewhere, sol)
  await heading(elsewhere, 'Hoy').waitFor()
  // By keys alone, and back.
  await elsewhere.keyboard.press('Control+k')
  await elsewhere.getByRole('dialog').waitFor()
  await elsewhere.keyboard.type('english')
  await elsewhere.keyboard.press('Enter')
  await heading(elsewhere, 'Today').waitFor()
})
