// SPDX-License-Identifier: Apache-2.0
// The registration desk and the figures of the index, without a mouse.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axeClean, base, close, focused, heading, limited, open, person, post, said, settled, signedIn, signIn } from './support.mjs'

after(close)

const run = String(Date.now() % 10_000_000).padStart(7, '0')
let count = 0
/** A surname that nobody else of this hospital bears, far from every other one of this file. */
const surname = () => [...String(Number(run) + ++count * 7_654_321)].map((digit) => 'bdfgklmprt'[Number(digit)] + 'aeiouauiei'[Number(digit)]).join('').replace(/^./, (letter) => letter.toUpperCase())

const who = (page) => page.getByRole('region', { name: 'Who this may be already' })

/** The form, empty and with the cursor in its first field. */
async function atTheDesk(page) {
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await heading(page, 'Register a person').waitFor()
  await focused(page.getByLabel('Surname', { exact: false }).first())
}

/** Types a person from the surname to the sex, with Tab from field to field. */
async function type(page, family, given, born) {
  await page.keyboard.type(family)
  await page.keyboard.press('Tab')
  await page.keyboard.type(given)
  for (let field = 0; field < 5; field++) await page.keyboard.press('Tab')
  await focused(page.getByLabel('Birth date', { exact: false }))
  await page.keyboard.type(born)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space') // female
}

test('a person is registered without a mouse, and the number is told', async () => {
  const page = await signedIn()
  await atTheDesk(page)
  const family = surname()
  await type(page, family, 'Adaline', '19610402')
  await who(page).getByText('Nobody here looks like this person.').waitFor()
  assert.equal(await page.getByLabel('Birth date', { exact: false }).inputValue(), '1961-04-02', 'as it was typed, written as a date')
  await page.keyboard.press('Control+Enter')
  const told = page.getByText(/^Registered: number \d{7}$/)
  await told.waitFor()
  const mrn = (await told.textContent()).split(' ').at(-1)
  const [hit] = await ask(page, `/api/patients/find?q=${mrn}`)
  assert.equal(hit.name, `${family}, Adaline`)
  assert.equal(await page.getByLabel('Surname', { exact: false }).first().inputValue(), '', 'the form is ready for the next person')
  await page.getByRole('button', { name: 'Next person' }).press('Enter')
  await focused(page.getByLabel('Surname', { exact: false }).first())
  assert.deepEqual(page.problems, [])
})

test('whoever looks like somebody gets no number before it is said why they are two; the ledger keeps who said it', async () => {
  const page = await signedIn()
  await atTheDesk(page)
  const family = surname()
  const first = await post(page, '/api/patients', { family, given: 'Wilhelmina', birth_date: '1974-09-23', sex: 'female', phone: '440-555-0117' })
  await type(page, family, 'Wilhelmin', '19740923')
  const candidate = who(page).getByRole('listitem').filter({ hasText: first.mrn }).first()
  await candidate.waitFor()
  await candidate.getByText(/Surname agrees/).waitFor()
  await said(page, '1 record here may be this person.')
  await settled(page)
  await axeClean(page, 'the registration desk with a candidate')
  await page.keyboard.press('Control+Enter')
  const dialog = page.getByRole('dialog', { name: 'This person may be registered already' })
  await dialog.getByText(first.mrn).waitFor()
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    await axeClean(page, `the refusal with its candidates (${colorScheme})`)
  }
  await page.keyboard.press('Control+Enter')
  await said(page, 'Say why none of these is the person')
  await dialog.getByRole('radio', { name: /is a relative/ }).press('Space')
  await page.keyboard.press('Control+Enter')
  await dialog.waitFor({ state: 'detached' })
  await page.getByText(/^Registered: number \d{7}$/).waitFor()
  const entries = await ask(page, `/api/patients/${first.id}/ledger?limit=50`)
  const told = entries.find((entry) => entry.reason === 'told-apart:relative-of-the-one-found')
  assert.ok(told, 'the ledger of the older record says who told them apart')
  assert.equal(told.user.name, (await ask(page, '/api/session')).user.display_name)
  for (let tries = 0; tries < 100 && !(await ask(page, `/api/worklists/identity?patient=${told.subject.id}`)).length; tries++) await page.waitForTimeout(100)
  assert.equal((await ask(page, `/api/worklists/identity?patient=${told.subject.id}`)).length, 1, 'a technician looks at the two all the same')
})

test('what is missing is named, and the cursor stands where it belongs; nothing typed is lost', async () => {
  const page = await signedIn()
  await atTheDesk(page)
  const family = surname()
  await page.keyboard.type(family)
  await page.keyboard.press('Control+Enter')
  await said(page, 'a given name is needed to register somebody')
  await focused(page.getByLabel('Given name', { exact: false }))
  await page.keyboard.type('Adaline')
  await page.waitForTimeout(500) // a draft is written a quarter of a second later
  await page.reload()
  await heading(page, 'Register a person').waitFor()
  await page.waitForFunction((text) => document.querySelector('input[name=family]')?.value === text, family)
  assert.equal(await page.getByLabel('Given name', { exact: false }).inputValue(), 'Adaline')
  await page.getByRole('button', { name: 'Clear the form' }).press('Enter')
  await page.waitForFunction(() => document.querySelector('input[name=family]')?.value === '')
})

test('the desk is not offered to those who may not register', async () => {
  const page = await open()
  await signIn(page, { name: limited, password: person.password })
  assert.equal(await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Register a person' }).count(), 0)
  await page.goto(`${base}/app/register`)
  await said(page, 'Not open to you')
})

test('each figure leads to the list behind it, and the period stands in the address', async () => {
  const page = await signedIn()
  const family = surname()
  const first = await post(page, '/api/patients', { family, given: 'Henrietta', birth_date: '1938-12-11', sex: 'female', phone: '330-555-0162' })
  const second = await post(page, '/api/patients', { family, given: 'Henriett', birth_date: '1938-12-11', sex: 'female', phone: '330-555-0162', none_of_these: { patients: [first.id], reason: 'never-here-before' } })
  let item
  for (let tries = 0; tries < 100 && !item; tries++) {
    ;[item] = await ask(page, `/api/worklists/identity?patient=${second.id}`)
    if (!item) await page.waitForTimeout(100)
  }
  await post(page, `/api/identity/${item.id}/merge`, { survivor: first.id })
  await page.goto(`${base}/app/index-figures`)
  const rate = page.getByRole('region', { name: 'Duplicate error rate' })
  const truth = await ask(page, '/api/index/figures')
  await rate.getByText(`${(truth.duplicate_error_rate * 100).toFixed(2)} %`).waitFor()
  const row = page.getByRole('region', { name: 'Confirmed new duplicates', exact: true }).getByRole('row').filter({ hasText: second.mrn })
  await row.getByText(first.mrn).waitFor()
  await row.getByRole('link', { name: /^Compare/ }).press('Enter')
  await page.waitForURL((url) => url.searchParams.get('item') === item.id)
  await page.goBack()
  await page.getByLabel('From').fill('2020-01-01')
  await page.getByLabel('Until').fill('2020-01-31')
  await page.waitForURL(/from=2020-01-01&until=2020-01-31/)
  await said(page, 'None in this time')
  await page.getByRole('region', { name: 'Creation rate' }).getByText('0.00 %').waitFor()
  await rate.getByRole('link', { name: 'The list behind it' }).press('Enter')
  await heading(page, 'Possible duplicates').waitFor()
})
