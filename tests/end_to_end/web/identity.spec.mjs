// SPDX-License-Identifier: Apache-2.0
// One person or two: the pairs of this file are registered by itself, over the listener, and worked on without a mouse.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axeClean, base, close, colleague, heading, open, patience, person, post, said, send, settled, signedIn, signIn } from './support.mjs'

after(close)

const stamp = () => new Date().toISOString().replace(/\D/g, '').slice(0, 14)
const run = String(Date.now() % 10_000_000).padStart(7, '0')
let numbers = 0
/** Letters that no other run and no other pair has: names that nobody of the simulated hospital bears. */
const oneOfAKind = (n) => [...String(n * 7919 + Number(run))].map((digit) => 'bdfgklmprt'[Number(digit)]).join('a')

/** A registration, with what a test wants to be otherwise. */
function registration(mrn, { family, given = 'Ottoline', born = '19610402', sex = 'F', street = '12 Quarry Lane', phone = '4405550171', suffix = '' }) {
  return [
    `MSH|^~\\&|ADT|MAIN|CHARTA|MAIN|${stamp()}||ADT^A28^ADT_A05|I${mrn}|P|2.5.1`,
    `EVN|A28|${stamp()}`,
    `PID|1||${mrn}^^^NORTH&2.16.840.1.113883.19.5.1&ISO^MR||${family}^${given}^^${suffix}||${born}|${sex}|||${street}^^Glen Arden^OH^44907||${phone}`,
    'PV1|1|N',
    '',
  ].join('\r')
}

/** One person registered twice, the second time with `slip`; the work item about the two, claimed by the person of `page`. */
async function registeredTwice(page, slip = { given: 'Ottolin' }, claimed = true) {
  const number = ++numbers
  const family = oneOfAKind(number).replace(/^./, (letter) => letter.toUpperCase())
  const mrns = [`7${run}${number}0`, `7${run}${number}1`]
  const who = { family, phone: `440${String(5550000 + Number(run) % 9000 + number * 13)}`, street: `${number * 17} ${family} Lane` }
  assert.ok(await send([registration(mrns[0], who), registration(mrns[1], { ...who, ...slip })]), 'MLLP_PORT names the listener')
  const [older, newer] = await Promise.all(mrns.map(async (mrn) => (await ask(page, `/api/patients/find?q=${mrn}`))[0]))
  for (const until = Date.now() + patience; Date.now() < until; await page.waitForTimeout(100)) {
    const [item] = await ask(page, `/api/worklists/identity?patient=${newer.id}`)
    if (!item) continue
    if (claimed) await post(page, `/api/work-items/${item.id}/acts`, { event: 'claim' })
    return { item, older, newer, family }
  }
  throw new Error('the index asked nothing about the two')
}

const itemOf = (page) => new URL(page.url()).searchParams.get('item')
const pane = (page) => page.getByRole('complementary', { name: 'Item' })
const compared = (page) => page.getByRole('table', { name: 'The two records beside each other' })
const stateOf = async (page, id) => (await ask(page, `/api/work-items/${id}`)).state
/** The focus is somewhere on the page, not lost to nowhere. */
const hasFocus = async (page) => assert.notEqual(await page.evaluate(() => document.activeElement?.tagName), 'BODY', 'the focus is somewhere')

async function at(page, pair) {
  await page.goto(`${base}/app/worklists/identity?owner=me&item=${pair.item.id}`)
  await compared(page).waitFor()
  await settled(page)
}

test('two records beside each other: each difference by colour, sign and words, and the weights are the engine\'s', async () => {
  const page = await signedIn()
  const pair = await registeredTwice(page, { given: 'Ottilie', born: '19610204' })
  await at(page, pair)
  const row = (name) => compared(page).getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) })
  await row('Surname').getByText('Agrees', { exact: true }).waitFor()
  await row('Birth date').getByText(/day and month stand in each other's place/).waitFor()
  assert.equal(await row('Birth date').locator('mark').count(), 2, 'what is not the same is marked in both values')
  assert.equal(await row('Birth date').locator('svg').count(), 1)
  const colour = (name) => row(name).getByRole('cell').last().evaluate((cell) => getComputedStyle(cell).color)
  assert.notEqual(await colour('Surname'), await colour('Birth date'))
  for (const [side, record] of [['Older record', pair.older], ['Newer record', pair.newer]]) {
    const head = compared(page).getByRole('columnheader').filter({ hasText: side })
    await head.getByText(record.mrn).waitFor()
    assert.equal(await head.getByRole('link').getAttribute('href'), `/app/patients/${record.id}`)
  }
  const truth = await ask(page, `/api/identity/${pair.item.id}`)
  const shown = await page.getByRole('table', { name: 'How the weight comes about' }).getByRole('row').evaluateAll((rows) => rows.slice(1).map((one) => one.children[1].textContent))
  const told = (bits) => `${bits < 0 ? '−' : '+'}${Math.abs(bits).toFixed(2)}`
  // Names grow rarer with each person that other tests register meanwhile: the last figure may differ.
  const engine = [truth.prior_bits, ...truth.fields.filter((field) => field.level !== 'missing' && field.bits !== 0).map((field) => field.bits), truth.bits]
  assert.equal(shown.length, engine.length)
  shown.forEach((text, at) => assert.ok(Math.abs(Number(text.replace('−', '-')) - engine[at]) < 0.1, `${text} is not ${told(engine[at])}`))
  const sum = truth.prior_bits + truth.fields.reduce((total, field) => total + field.bits, 0)
  assert.ok(Math.abs(sum - truth.bits) < 0.1, `${sum} is not ${truth.bits}`)
  await pane(page).getByText('weight ' + shown.at(-1)).waitFor()
  assert.deepEqual(page.problems, [])
})

test('pairs are worked through with the keyboard alone: each act leads to the next pair, and the focus is never lost', async (t) => {
  const page = await signedIn()
  const pairs = []
  for (let count = 0; count < 6; count++) pairs.push(await registeredTwice(page))
  const begun = Date.now()
  await page.goto(`${base}/app/worklists/identity?owner=me&state=open`)
  await page.getByRole('row').nth(6).waitFor()
  const order = (await ask(page, '/api/worklists/identity?owner=me&state=open&limit=100')).map((one) => one.id)
  const from = order.length - 6 // what an earlier test left open stays as it is
  for (let step = 0; step <= from; step++) await page.keyboard.press('j')
  await page.waitForURL((url) => url.searchParams.get('item') === order[from])
  await page.keyboard.press('Enter')
  const steps = [
    { state: 'seen', keys: ['e'] },
    { state: 'deferred', dialog: 'Defer', keys: ['t', 'ArrowDown', 'Enter'] },
    { state: 'second-opinion', dialog: 'Ask a second opinion', keys: ['q'], words: 'Is this the mother of the other?', send: 'Control+Enter' },
    { state: 'not-a-match', dialog: 'Not a match', keys: ['d', '3', 'Enter'] },
    { state: 'merged', dialog: 'Merge two records', keys: ['ArrowRight', 'Enter'] },
    { state: 'merged', dialog: 'Merge two records', keys: ['m', 'Enter'] },
  ]
  const done = []
  for (const [index, step] of steps.entries()) {
    const id = itemOf(page)
    assert.equal(id, order[from + index], 'the next pair stands there by itself')
    await compared(page).waitFor()
    const [first, ...rest] = step.keys
    await page.keyboard.press(first)
    if (step.dialog) await page.getByRole('dialog', { name: step.dialog }).getByRole('button', { name: /^(Merge|Defer|Ask|Not)/ }).last().waitFor()
    if (step.dialog === 'Merge two records') await page.getByRole('table', { name: 'What comes together' }).waitFor()
    for (const key of rest) await page.keyboard.press(key)
    if (step.words) await page.keyboard.type(step.words)
    if (step.send) await page.keyboard.press(step.send)
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    if (index < steps.length - 1) await page.waitForURL((url) => url.searchParams.get('item') === order[from + index + 1])
    await settled(page)
    await hasFocus(page)
    assert.equal(await stateOf(page, id), step.state)
    done.push(id)
  }
  const seconds = (Date.now() - begun) / 1000
  t.diagnostic(`6 pairs in ${seconds.toFixed(1)} s, ${(6 * 3600 / seconds).toFixed(0)} an hour for a person who need not think`)
  assert.ok(6 * 3600 / seconds > 20)
  const merged = await Promise.all(pairs.filter((pair) => done.slice(4).includes(pair.item.id)).map((pair) => ask(page, `/api/patients/${pair.older.id}`)))
  assert.equal(merged.filter((one) => one.merged_into).length, 1, 'once the newer survived, once the older')
  assert.deepEqual(page.problems, [])
})

test('the merge preview counts what comes together and names what will be shown; the survivor is chosen by the arrows', async () => {
  const page = await signedIn()
  const pair = await registeredTwice(page, { given: 'Ottilie' })
  await at(page, pair)
  await page.keyboard.press('ArrowLeft')
  const dialog = page.getByRole('dialog', { name: 'Merge two records' })
  const shows = dialog.getByRole('table', { name: 'What the surviving record shows' }).getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Name', exact: true }) })
  await shows.waitFor()
  assert.equal(await dialog.getByRole('radio', { checked: true }).count(), 1)
  assert.match(await shows.textContent(), /^Name.*Ottoline.*Ottilie.*Show this$/)
  await dialog.getByRole('button', { name: /^Show .*Ottilie.* instead$/ }).press('Enter')
  await page.waitForFunction((row) => /^Name.*Ottilie.*Ottoline.*Show this$/.test(row.textContent), await shows.elementHandle())
  await dialog.getByRole('radio', { checked: true }).focus()
  await page.keyboard.press('ArrowRight')
  await dialog.getByRole('button', { name: 'Merge: the newer record survives' }).waitFor()
  await dialog.getByText(`stays findable and says “merged → ${pair.newer.mrn}”`).waitFor()
  await page.waitForFunction((row) => /^Name.*Ottilie.*Ottoline.*Show this$/.test(row.textContent), await shows.elementHandle())
  const counted = await dialog.getByRole('table', { name: 'What comes together' }).getByRole('row').filter({ hasText: 'Patients' }).getByRole('cell').allTextContents()
  assert.deepEqual(counted, ['1', '1', '2'])
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    await axeClean(page, `the merge preview (${colorScheme})`)
  }
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  assert.equal(await stateOf(page, pair.item.id), 'open')
})

test('of two people at one pair the slower is told who decided, when and how, and goes on with the next', async () => {
  const page = await signedIn()
  const pair = await registeredTwice(page, undefined, false)
  await page.goto(`${base}/app/worklists/identity?item=${pair.item.id}`)
  await compared(page).waitFor()
  await settled(page)
  await page.keyboard.press('m')
  const dialog = page.getByRole('dialog', { name: 'Merge two records' })
  await dialog.getByRole('table', { name: 'What comes together' }).waitFor()
  const other = await open()
  await signIn(other, { name: colleague, password: person.password })
  await post(other, `/api/work-items/${pair.item.id}/acts`, { event: 'not-a-match', reason: 'relatives', note: 'aunt and niece' })
  await page.keyboard.press('Enter')
  await page.getByText('Somebody was faster').waitFor({ state: 'attached' }) // behind the dialog
  const told = page.getByText(/Not a match by .*: They are relatives/).first()
  await told.waitFor({ state: 'attached' })
  await said(page, 'Not merged')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await said(page, 'aunt and niece')
  await said(page, 'Nothing of yours was done.')
  await hasFocus(page)
  await axeClean(page, 'the word to the slower')
  assert.equal((await ask(page, `/api/patients/${pair.older.id}`)).merged_into, undefined)
  await pane(page).getByRole('button', { name: 'Next pair' }).press('Enter')
  await page.waitForURL((url) => url.searchParams.get('item') !== pair.item.id)
})

test('a second opinion is asked with words, given with words, and both stand with the pair', async () => {
  const page = await signedIn()
  const pair = await registeredTwice(page)
  await at(page, pair)
  await page.keyboard.press('q')
  await page.getByRole('dialog', { name: 'Ask a second opinion' }).waitFor()
  await page.keyboard.type('The signatures differ. What do you think?')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await post(page, `/api/work-items/${pair.item.id}/acts`, { event: 'release' })
  const other = await open()
  await signIn(other, { name: colleague, password: person.password })
  await other.goto(`${base}/app/worklists/identity?state=second-opinion&item=${pair.item.id}`)
  await other.getByText('The signatures differ. What do you think?').first().waitFor()
  await settled(other)
  await other.keyboard.press('q')
  const dialog = other.getByRole('dialog', { name: 'Give an opinion' })
  await dialog.waitFor()
  await other.keyboard.press('Control+Enter')
  await said(other, 'Say it in words.')
  await other.keyboard.type('One hand, ten years apart.')
  await other.keyboard.press('Control+Enter')
  await dialog.waitFor({ state: 'detached' })
  await page.goto(`${base}/app/worklists/identity?item=${pair.item.id}`)
  await page.getByText('One hand, ten years apart.').first().waitFor()
  assert.equal(await stateOf(page, pair.item.id), 'seen')
  await page.getByRole('region', { name: 'What was done so far' }).getByText(/Opinion given by/).waitFor()
})

test('a merged number says where it went, the chart lists the merge, and unmerging asks why', async () => {
  const page = await signedIn()
  const pair = await registeredTwice(page)
  await at(page, pair)
  await page.keyboard.press('ArrowLeft')
  await page.getByRole('table', { name: 'What comes together' }).waitFor()
  await page.keyboard.press('Enter')
  await said(page, 'Merged. Both numbers stay findable.')
  await page.goto(`${base}/app/patients/${pair.newer.id}`)
  const banner = page.getByRole('region', { name: 'Patient', exact: true })
  await banner.getByRole('link', { name: `MERGED → ${pair.older.mrn}` }).press('Enter')
  await page.waitForURL((url) => url.pathname.endsWith(`/patients/${pair.older.id}`))
  await banner.getByText(pair.older.mrn).waitFor()
  await page.keyboard.press('a') // particulars
  const links = page.getByRole('region', { name: 'Merged records', exact: true })
  await links.getByRole('row').filter({ hasText: pair.newer.mrn }).getByText(/Merged/).first().waitFor()
  await settled(page)
  await axeClean(page, 'a chart with a merged number')
  await links.getByRole('button', { name: 'Unmerge…' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Unmerge' })
  await dialog.getByRole('radio').first().waitFor()
  await axeClean(page, 'the dialog that asks why a merge is taken back')
  await dialog.getByRole('button', { name: 'Unmerge' }).press('Enter')
  await said(page, 'Choose a reason.')
  await dialog.getByRole('radio').first().press('Space')
  await page.keyboard.press('Enter')
  await said(page, 'Unmerged. Both records stand as they did.')
  await links.getByText('They are two people; they were merged by mistake.').waitFor()
  assert.equal((await ask(page, `/api/patients/${pair.newer.id}`)).merged_into, undefined)
  await page.goto(`${base}/app/worklists/identity?closed=1&item=${pair.item.id}`)
  await pane(page).getByText(/Merged by/).first().waitFor()
  assert.equal(await pane(page).getByRole('button', { name: 'Unmerge…' }).count(), 0, 'there is nothing left to take back')
})

test('a closed pair that is still merged can be taken back from its comparison', async () => {
  const page = await signedIn()
  const pair = await registeredTwice(page)
  await post(page, `/api/identity/${pair.item.id}/merge`, { survivor: pair.older.id })
  await page.goto(`${base}/app/worklists/identity?closed=1&item=${pair.item.id}`)
  await compared(page).waitFor()
  await settled(page)
  await page.keyboard.press('m')
  await page.getByRole('dialog', { name: 'Unmerge' }).getByRole('radio').first().waitFor()
  await page.keyboard.press('4')
  await page.keyboard.press('Enter')
  await said(page, 'Unmerged. Both records stand as they did.')
  assert.equal((await ask(page, `/api/patients/${pair.newer.id}`)).merged_into, undefined)
})

test('whoever may not merge sees the pair and is told why', async () => {
  const page = await signedIn()
  const pair = await registeredTwice(page, undefined, false)
  const clerk = await open()
  await signIn(clerk, { name: process.env.CHARTA_REGISTRAR ?? 'registrar', password: person.password })
  await clerk.goto(`${base}/app/worklists/identity?item=${pair.item.id}`)
  await compared(clerk).waitFor()
  const merge = pane(clerk).getByRole('button', { name: 'Merge…' })
  assert.equal(await merge.getAttribute('aria-disabled'), 'true')
  await clerk.keyboard.press('m')
  await clerk.waitForTimeout(200)
  assert.equal(await clerk.getByRole('dialog').count(), 0)
  const refused = await clerk.request.post(`${base}/api/identity/${pair.item.id}/merge`, { headers: { 'X-Charta': '1' }, data: { survivor: pair.older.id } })
  assert.equal(refused.status(), 403)
})

test('a pair is worked on at any width, and axe finds nothing in either theme', async () => {
  const page = await signedIn()
  const pair = await registeredTwice(page, { given: 'Ottilie', suffix: 'Jr' })
  for (const [width, height] of [[1440, 900], [1024, 768], [390, 844]]) {
    await page.setViewportSize({ width, height })
    await at(page, pair)
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.ok(over <= 0, `${over} px too wide at ${width}`)
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme })
      await settled(page)
      await axeClean(page, `a pair at ${width} px (${colorScheme})`)
    }
  }
  await heading(page, 'Possible duplicates').waitFor()
})
