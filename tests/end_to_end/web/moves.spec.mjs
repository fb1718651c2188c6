// SPDX-License-Identifier: Apache-2.0
// What stood with the wrong patient, and two persons in one number: sent over the listener, mended without a mouse.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axeClean, base, close, focused, limited, open, patience, person, post, said, send, settled, signedIn, signIn } from './support.mjs'

after(close)

const stamp = (earlier = 0) => new Date(Date.now() - earlier).toISOString().replace(/\D/g, '').slice(0, 14)
const run = String(Date.now() % 10_000_000).padStart(7, '0')
let numbers = 0
/** A surname that nobody else of this hospital bears. */
const surname = (n) => [...String(n * 104_729 + Number(run))].map((digit) => 'bdfgklmprt'[Number(digit)]).join('o').replace(/^./, (letter) => letter.toUpperCase())

const assigner = 'NORTH&2.16.840.1.113883.19.5.1&ISO'
const head = (type, sender, control) => `MSH|^~\\&|${sender}|MAIN|CHARTA|MAIN|${stamp()}||${type}|${control}|P|2.5.1`
const pid = ({ mrn, family, given, born, sex }) => `PID|1||${mrn}^^^${assigner}^MR||${family}^${given}||${born}|${sex}|||${Number(mrn) % 97} Quarry Lane^^Glen Arden^OH^44907`
const visit = (number) => `PV1|1|I|3W^301^1^MAIN|||||||MED|||||||||${number}^^^MAIN^VN`
const admission = (who, number) => [head('ADT^A01^ADT_A01', 'ADT', `A${number}`), `EVN|A01|${stamp()}`, pid(who), visit(number), ''].join('\r')
const registration = (who) => [head('ADT^A28^ADT_A05', 'ADT', `R${who.mrn}`), `EVN|A28|${stamp()}`, pid(who), 'PV1|1|N', ''].join('\r')
const letter = (who, number, title, within) => [
  head('MDM^T02^MDM_T02', 'TRANS', `D${number}`), `EVN|T02|${stamp()}`, pid(who), within ? visit(within) : 'PV1|1|N', `TXA|1|18842-5^${title}^LN|TX|${stamp()}|1001^Hale^Ruth|||||||${number}^TRANS|||||AU||AV`,
  `OBX|1|TX|18842-5^${title}^LN||Seen, and to return in a month.||||||F`, '',
].join('\r')

const someone = (given, sex = 'F', born = '19610402') => {
  const n = ++numbers
  return { mrn: `6${run}${String(n).padStart(2, '0')}`, family: surname(n), given, born, sex }
}
const chartOf = async (page, { mrn }) => (await ask(page, `/api/patients/find?q=${mrn}`))[0]
const entriesOf = (page, id, kind = '') => ask(page, `/api/patients/${id}/timeline?limit=100${kind && `&kind=${kind}`}`)

/** Two people; a visit with a letter stands with the first, and a letter of its own. */
async function twoPeople(page) {
  const [wrong, right] = [someone('Ottoline'), someone('Rosamund', 'F', '19740305')]
  const number = `V${wrong.mrn}`
  assert.ok(await send([registration(wrong), registration(right), admission(wrong, number), letter(wrong, `1${wrong.mrn}`, 'Discharge summary', number), letter(wrong, `2${wrong.mrn}`, 'Referral letter')]), 'MLLP_PORT names the listener')
  const [from, to] = await Promise.all([chartOf(page, wrong), chartOf(page, right)])
  for (const until = Date.now() + patience; (await entriesOf(page, from.id, 'document')).length < 2; await page.waitForTimeout(100)) assert.ok(Date.now() < until, 'both letters are filed')
  return { from, to }
}

const moveDialog = (page) => page.getByRole('dialog', { name: 'Move to another patient' })
const hasFocus = async (page) => assert.notEqual(await page.evaluate(() => document.activeElement?.tagName), 'BODY', 'the focus is somewhere')
const entryNamed = (page, text) => page.getByRole('grid', { name: 'Timeline' }).getByRole('row').filter({ hasText: text })

/** The chart with the entry of this title open, reached with j. */
async function atEntry(page, patient, title) {
  await page.goto(`${base}/app/patients/${patient.id}`)
  await entryNamed(page, title).first().waitFor()
  await settled(page)
  const entries = await entriesOf(page, patient.id)
  const place = entries.findIndex((entry) => entry.title.includes(title))
  assert.ok(place >= 0, `${title} stands in the timeline`)
  for (let step = 0; step <= place; step++) await page.keyboard.press('j')
  await page.waitForURL((url) => url.searchParams.get('entry') === entries[place].id)
  await page.getByRole('button', { name: 'Move to another patient…' }).waitFor()
  await settled(page)
  return entries[place]
}

/** Brings what is open to `to`: m, the number, Enter, the first reason, Ctrl+Enter. */
async function moveByKeys(page, to) {
  await page.keyboard.press('m')
  const dialog = moveDialog(page)
  await focused(dialog.getByRole('combobox', { name: 'The right patient' }))
  await page.keyboard.type(to.mrn)
  await dialog.getByRole('option').filter({ hasText: to.mrn }).waitFor()
  await page.keyboard.press('Enter')
  await dialog.getByRole('region', { name: 'Goes to' }).getByText(to.name).waitFor()
  await focused(dialog.getByRole('radio').first())
  await page.keyboard.press('1')
  await page.keyboard.press('Control+Enter')
  await said(page, 'Moved. Both charts tell of it.')
  await dialog.waitFor({ state: 'detached' })
}

test('a document is moved to the right patient by keys alone, both charts tell of it, and it comes back', async () => {
  const page = await signedIn()
  const { from, to } = await twoPeople(page)
  const entry = await atEntry(page, from, 'Referral letter')
  await page.keyboard.press('m')
  const dialog = moveDialog(page)
  await focused(dialog.getByRole('combobox', { name: 'The right patient' }))
  // What is missing is said in words, one after the other.
  await page.keyboard.press('Control+Enter')
  await dialog.getByText('Choose the right patient.').waitFor()
  await page.keyboard.type(to.mrn)
  await dialog.getByRole('option').filter({ hasText: to.mrn }).waitFor()
  await page.keyboard.press('Enter')
  // Name, birth date, sex and number of both, beside each other.
  for (const [side, who, born] of [['Stands with', from, '02 Apr 1961'], ['Goes to', to, '05 Mar 1974']])
    for (const text of [who.name, born, 'Female', who.mrn]) await dialog.getByRole('region', { name: side }).getByText(text).first().waitFor()
  await dialog.getByRole('region', { name: 'What goes along' }).getByText('Referral letter').first().waitFor()
  await focused(dialog.getByRole('radio').first())
  await page.keyboard.press('Control+Enter')
  await dialog.getByText('Choose a reason.').waitFor()
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    await axeClean(page, `the move dialog (${colorScheme})`)
  }
  await dialog.getByRole('radio', { name: 'It stood with the wrong patient.' }).press('Space')
  await dialog.getByLabel('Note (kept with the move)').focus()
  await page.keyboard.type('The signature is hers.')
  await page.keyboard.press('Control+Enter')
  await said(page, 'Moved. Both charts tell of it.')
  await dialog.waitFor({ state: 'detached' })
  await entryNamed(page, 'Referral letter').waitFor({ state: 'detached' })
  await hasFocus(page)
  assert.notEqual(new URL(page.url()).searchParams.get('entry'), entry.id)
  assert.ok((await entriesOf(page, to.id)).some((one) => one.title.includes('Referral letter')))

  // The chart that it left, and the one that it came to.
  await page.keyboard.press('a')
  const moves = page.getByRole('region', { name: 'Moved pieces', exact: true })
  const row = moves.getByRole('row').filter({ hasText: 'Referral letter' })
  await row.getByText('Left for').waitFor()
  for (const text of [to.mrn, 'It stood with the wrong patient.', 'The signature is hers.']) await row.getByText(text).first().waitFor()
  await row.getByRole('link', { name: new RegExp(to.mrn) }).press('Enter')
  await page.waitForURL((url) => url.pathname.endsWith(`/patients/${to.id}`))
  await page.keyboard.press('a')
  await row.getByText('Came from').waitFor()
  await settled(page)
  await axeClean(page, 'a chart to which something was moved')

  await row.getByRole('button', { name: 'Who saw it meanwhile…' }).press('Enter')
  const seen = page.getByRole('dialog', { name: 'Who saw it meanwhile' })
  await seen.getByRole('cell', { name: 'Viewed' }).first().waitFor() // the reader showed it before it was moved
  await axeClean(page, 'who saw it meanwhile')
  await page.keyboard.press('Escape')
  await seen.waitFor({ state: 'detached' })
  await hasFocus(page)

  await row.getByRole('button', { name: 'Take back…' }).press('Enter')
  const back = page.getByRole('dialog', { name: 'Take the move back' })
  await focused(back.getByRole('radio').first())
  await page.keyboard.press('Control+Enter')
  await back.getByText('Choose a reason.').waitFor()
  await page.keyboard.press('1')
  await page.keyboard.press('Control+Enter')
  await said(page, 'Brought back. Both charts tell of it.')
  await back.waitFor({ state: 'detached' })
  await moves.getByText('Taken back').first().waitFor()
  await hasFocus(page)
  assert.ok((await entriesOf(page, from.id)).some((one) => one.title.includes('Referral letter')))
  assert.deepEqual(page.problems, [])
})

test('a visit goes with all that belongs to it, and says so before', async () => {
  const page = await signedIn()
  const { from, to } = await twoPeople(page)
  const visitOf = (await entriesOf(page, from.id, 'encounter'))[0]
  await page.goto(`${base}/app/patients/${from.id}?entry=${visitOf.id}`)
  await page.getByRole('button', { name: 'Move to another patient…' }).waitFor()
  await settled(page)
  await page.keyboard.press('m')
  const along = moveDialog(page).getByRole('region', { name: 'What goes along' })
  await along.getByText(/goes, and with it:.*1 document/).waitFor()
  await along.getByRole('listitem').filter({ hasText: 'Discharge summary' }).waitFor()
  await page.keyboard.press('Escape')
  await moveDialog(page).waitFor({ state: 'detached' })
  await hasFocus(page)
  await moveByKeys(page, to)
  await entryNamed(page, 'Discharge summary').waitFor({ state: 'detached' })
  await entryNamed(page, 'Referral letter').waitFor()
  await hasFocus(page)
  const titles = (await entriesOf(page, to.id)).map((one) => one.title)
  assert.ok(titles.some((title) => title.includes('Discharge summary')) && titles.includes(visitOf.title), titles.join(', '))
})

test('a document that is read by its number is moved too, and a refusal is told in words', async () => {
  const page = await signedIn()
  const { from, to } = await twoPeople(page)
  const [entry] = (await entriesOf(page, from.id, 'document')).filter((one) => one.title.includes('Referral letter'))
  await page.goto(`${base}/app/documents/${entry.resource.id}`)
  await page.getByRole('button', { name: 'Move to another patient…' }).waitFor()
  await settled(page)
  await page.keyboard.press('m')
  const dialog = moveDialog(page)
  await focused(dialog.getByRole('combobox', { name: 'The right patient' }))
  await page.keyboard.type(from.mrn)
  await dialog.getByRole('option').filter({ hasText: from.mrn }).waitFor()
  await page.keyboard.press('Enter')
  await focused(dialog.getByRole('radio').first())
  await page.keyboard.press('1')
  await page.keyboard.press('Enter')
  await dialog.getByText(/stands with this patient already/).waitFor()
  await dialog.getByRole('button', { name: 'Another patient' }).press('Enter')
  await focused(dialog.getByRole('combobox', { name: 'The right patient' }))
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await moveByKeys(page, to)
  await page.getByRole('region', { name: 'Patient', exact: true }).getByText(to.mrn).waitFor()
  await hasFocus(page)
})

test('whoever may not move sees why', async () => {
  const page = await signedIn()
  const { from } = await twoPeople(page)
  const nurse = await open()
  await signIn(nurse, { name: limited, password: person.password })
  const [entry] = await entriesOf(page, from.id, 'document')
  await nurse.goto(`${base}/app/patients/${from.id}?entry=${entry.id}`)
  const act = nurse.getByRole('button', { name: 'Move to another patient…' })
  await act.waitFor()
  assert.equal(await act.getAttribute('aria-disabled'), 'true')
  await nurse.keyboard.press('m')
  await nurse.waitForTimeout(200)
  assert.equal(await moveDialog(nurse).count(), 0)
})

test('moves are read and made at any width', async () => {
  const page = await signedIn()
  const { from, to } = await twoPeople(page)
  const [entry] = await entriesOf(page, from.id, 'document')
  for (const [width, height] of [[1024, 768], [390, 844]]) {
    await page.setViewportSize({ width, height })
    await page.goto(`${base}/app/patients/${from.id}?entry=${entry.id}`)
    await page.getByRole('button', { name: 'Move to another patient…' }).waitFor()
    await settled(page)
    await page.keyboard.press('m')
    await focused(moveDialog(page).getByRole('combobox', { name: 'The right patient' }))
    await page.keyboard.type(to.mrn)
    await moveDialog(page).getByRole('option').filter({ hasText: to.mrn }).waitFor()
    await page.keyboard.press('Enter')
    await focused(moveDialog(page).getByRole('radio').first())
    assert.ok(await moveDialog(page).evaluate((one) => one.scrollWidth <= one.clientWidth), `the dialog fits at ${width}`)
    await axeClean(page, `the move dialog at ${width} px`)
    if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/move-${width}.png` })
    await page.keyboard.press('Escape')
  }
  await moveByKeys(page, to)
  await page.goto(`${base}/app/patients/${from.id}/particulars`)
  await page.getByText('Left for').waitFor()
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.ok(over <= 0, `${over} px too wide`)
})

/** A record into which a letter of another person was filed by mistake: it came under the number, waited, and was assigned. */
async function twoInOne(page) {
  const [ada, tom] = [someone('Ottoline'), someone('Barnaby', 'M', '19700102')]
  const mixed = { ...tom, mrn: ada.mrn }
  const number = `3${ada.mrn}`
  assert.ok(await send([registration(ada), registration(tom), admission(ada, `V${ada.mrn}`), letter(ada, `4${ada.mrn}`, 'Discharge summary', `V${ada.mrn}`), letter(mixed, number, 'Letter of another')]), 'MLLP_PORT names the listener')
  const [record, other] = await Promise.all([chartOf(page, ada), chartOf(page, tom)])
  const held = (await ask(page, '/api/messages?state=held&limit=500')).find((one) => one.control_id === `D${number}`)
  assert.ok(held, 'the letter of another person is held')
  await post(page, `/api/messages/${held.id}/assign`, { patient: record.id, note: 'by mistake' })
  return { record, other, tom }
}

const pieces = (page) => page.getByRole('listbox', { name: 'Pieces of the record' })

/** Freezes the record from its chart, by keys, and goes to the repair. */
async function frozen(page, record) {
  await page.goto(`${base}/app/patients/${record.id}/particulars`)
  await page.getByRole('button', { name: 'Two persons in this number…' }).waitFor()
  await settled(page)
  await page.keyboard.press('x')
  const dialog = page.getByRole('dialog', { name: 'Two persons in this number' })
  await focused(dialog.getByRole('radio').first())
  await page.keyboard.press('Control+Enter')
  await dialog.getByText('Choose a reason.').waitFor()
  await settled(page)
  await axeClean(page, 'the dialog that freezes a record')
  await page.keyboard.press('1')
  await page.keyboard.press('Control+Enter')
  await said(page, 'The record is frozen. The repair waits in the worklist.')
  await dialog.waitFor({ state: 'detached' })
  await focused(page.getByRole('link', { name: 'To the repair' }))
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname.endsWith('/worklists/overlay'))
  await page.getByRole('row').nth(1).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await pieces(page).waitFor()
  await settled(page)
  return new URL(page.url()).searchParams.get('item')
}

test('two persons in one number are frozen, sorted by keys and split, and the repair is finished', async () => {
  const page = await signedIn()
  const { record, other } = await twoInOne(page)
  const item = await frozen(page, record)
  const persons = page.getByRole('list', { name: 'The persons' }).getByRole('listitem')
  await persons.filter({ hasText: 'stays with this number' }).getByText(record.name).waitFor()
  await persons.filter({ hasText: 'goes to another record' }).getByText(other.name).waitFor()
  await page.keyboard.press('p')
  await focused(pieces(page))
  const truth = await ask(page, `/api/overlays/${item}`)
  const rows = pieces(page).getByRole('option')
  assert.equal(await rows.count(), truth.sides.flatMap((side) => side.pieces).length + truth.undecided.length)
  // Every piece to the one who stays, and the letter back to the other.
  for (let at = 0; at < (await rows.count()); at++) await page.keyboard.press('1')
  await page.getByRole('button', { name: 'Split…' }).and(page.locator('[aria-disabled=true]')).waitFor()
  const place = (await rows.allTextContents()).findIndex((text) => text.includes('Letter of another'))
  await page.keyboard.press('Home')
  for (let step = 0; step < place; step++) await page.keyboard.press('j')
  await page.keyboard.press('Space')
  assert.equal(await rows.nth(place).getAttribute('aria-selected'), 'true')
  await page.keyboard.press('2')
  await rows.nth(place).getByText(other.name).waitFor()
  await hasFocus(page)
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    await axeClean(page, `an overlay (${colorScheme})`)
  }
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/overlay.png` })
  await page.keyboard.press('e') // a clinician has looked
  await page.getByRole('dialog', { name: 'Reviewed' }).waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  assert.equal((await ask(page, `/api/work-items/${item}`)).state, 'reviewed')
  await page.keyboard.press('m')
  const dialog = page.getByRole('dialog', { name: 'Split the record' })
  await focused(dialog.getByRole('radio', { checked: true }))
  await axeClean(page, 'the split dialog')
  await page.keyboard.press('Control+Enter')
  await dialog.getByText('Choose the record that receives them.').waitFor()
  await dialog.getByRole('combobox').focus()
  await page.keyboard.type(other.mrn)
  await dialog.getByRole('option').filter({ hasText: other.mrn }).waitFor()
  await page.keyboard.press('Enter')
  await dialog.getByRole('region', { name: 'Goes to' }).waitFor()
  await page.keyboard.press('Control+Enter')
  await said(page, 'Split. Both charts tell of it.')
  await dialog.waitFor({ state: 'detached' })
  await hasFocus(page)
  assert.ok((await entriesOf(page, other.id)).some((one) => one.title.includes('Letter of another')))
  assert.ok(!(await entriesOf(page, record.id)).some((one) => one.title.includes('Letter of another')))
  await settled(page)
  await page.keyboard.press('f')
  await page.getByRole('dialog', { name: 'Repaired' }).waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  assert.equal((await ask(page, `/api/work-items/${item}`)).state, 'repaired')
  assert.deepEqual((await ask(page, `/api/patients/${record.id}`)).alerts, [], 'the record is free again')
  assert.deepEqual(page.problems, [])
})

test('the other person gets a record and a number of their own, and the index is asked first', async () => {
  const page = await signedIn()
  const [ada, tom] = [someone('Ottoline'), someone('Leopold', 'M', '19390817')]
  const alike = { ...tom, mrn: `7${tom.mrn}`, given: 'Leopol' } // is here already, and is not the one
  const number = `5${ada.mrn}`
  assert.ok(await send([registration(ada), registration(alike), letter({ ...tom, mrn: ada.mrn }, number, 'Letter of another')]))
  const record = await chartOf(page, ada)
  const held = (await ask(page, '/api/messages?state=held&limit=500')).find((one) => one.control_id === `D${number}`)
  await post(page, `/api/messages/${held.id}/assign`, { patient: record.id, note: 'by mistake' })
  const item = await frozen(page, record)
  await page.keyboard.press('m')
  const dialog = page.getByRole('dialog', { name: 'Split the record' })
  await focused(dialog.getByRole('radio', { checked: true }))
  await page.keyboard.press('2')
  await dialog.getByLabel('Surname', { exact: false }).first().waitFor()
  assert.equal(await dialog.getByLabel('Surname', { exact: false }).first().inputValue(), tom.family)
  assert.equal(await dialog.getByLabel('Birth date').inputValue(), '1939-08-17')
  await page.keyboard.press('Control+Enter')
  const asked = page.getByRole('dialog', { name: 'This person may be registered already' })
  await asked.getByText(alike.mrn).first().waitFor()
  assert.deepEqual((await ask(page, `/api/patients/${record.id}/moves`)), [], 'nothing moves before it is said')
  await asked.getByRole('radio', { name: /is a relative/ }).press('Space')
  await page.keyboard.press('Control+Enter')
  await said(page, 'Split. Both charts tell of it.')
  await dialog.waitFor({ state: 'detached' })
  const [made] = (await ask(page, `/api/patients/${record.id}/moves`)).map((move) => move.to)
  assert.ok(made.mrn && made.mrn !== record.mrn, 'a number of its own')
  assert.equal(made.name, `${tom.family}, Leopold`)
  assert.equal((await ask(page, `/api/work-items/${item}`)).state, 'split')
})

test('what is no overlay is said so with a reason, and the record is free again', async () => {
  const page = await signedIn()
  const { record } = await twoInOne(page)
  const item = await frozen(page, record)
  await page.getByRole('region', { name: 'Who holds contaminated copies', exact: true }).waitFor()
  await page.keyboard.press('d')
  const dialog = page.getByRole('dialog', { name: 'Not an overlay' })
  await focused(dialog.getByLabel('Note (kept with the item)').or(dialog.getByRole('radio').first()).first())
  await dialog.getByRole('radio').first().press('Space')
  await page.keyboard.press('Control+Enter')
  await dialog.waitFor({ state: 'detached' })
  assert.equal((await ask(page, `/api/work-items/${item}`)).state, 'not-an-overlay')
  assert.deepEqual((await ask(page, `/api/patients/${record.id}`)).alerts, [])
})
