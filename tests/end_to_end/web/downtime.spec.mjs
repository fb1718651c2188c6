// SPDX-License-Identifier: Apache-2.0
// Times without the server and disasters at the desk, by keys alone: forms by number, who is who, who somebody turned out to be.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ask, axeClean, base, close, patience, settled, signedIn } from './support.mjs'

after(close)

const both = async (page, what) => {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    await axeClean(page, `${what} (${colorScheme})`)
  }
}
const picture = async (page, name) => process.env.CHARTA_PICTURES && (await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/${name}.png` }))

test('a downtime of the past is opened, its forms are entered by number, and it closes when each is accounted for', async () => {
  const page = await signedIn()
  await settled(page)
  await page.keyboard.press('g')
  await page.keyboard.press('w')
  await page.getByRole('heading', { name: 'Downtime and disaster' }).waitFor()
  const earlier = (await ask(page, '/api/downtime')).pack.made_at
  await page.getByRole('button', { name: 'Make it now' }).press('Enter')
  for (const until = Date.now() + patience; (await ask(page, '/api/downtime')).pack.made_at === earlier; await page.waitForTimeout(200)) assert.ok(Date.now() < until, 'a pack is made')
  assert.ok((await ask(page, '/api/downtime')).pack.people > 0, 'there are people in it')
  await page.getByText('People in it').waitFor()
  await both(page, 'downtime')
  await picture(page, 'downtime')
  const event = (await ask(page, '/api/downtime')).events.find((one) => one.state === 'ended')
  const before = await ask(page, `/api/downtime/events/${event.id}`)
  assert.ok(before.out > 0 && before.used > 0, 'the simulated hospital has one half entered')
  await page.getByRole('button', { name: event.what }).press('Enter')
  await page.getByRole('region', { name: 'Forms', exact: true }).waitFor()
  await both(page, 'the forms of a downtime')
  await picture(page, 'downtime-forms')
  await page.getByRole('button', { name: 'Close it: every form is accounted for' }).press('Enter')
  await page.getByRole('alert').filter({ hasText: 'not accounted for' }).waitFor()
  const out = before.forms.find((one) => one.state === 'out')
  await page.getByLabel('Number or barcode').fill(out.barcode)
  await page.keyboard.press('Enter')
  await page.getByRole('row').filter({ hasText: out.barcode }).filter({ hasText: 'Used' }).waitFor()
  await page.getByRole('button', { name: 'The rest came back blank' }).press('Enter')
  await page.getByRole('button', { name: 'The rest came back blank' }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Close it: every form is accounted for' }).press('Enter')
  await page.getByLabel('Number or barcode').waitFor({ state: 'detached' })
  assert.equal((await ask(page, `/api/downtime/events/${event.id}`)).state, 'closed')
})

test('in a disaster somebody is described, identified by two identifiers, and unknown again when it was taken back', async () => {
  const page = await signedIn()
  await page.goto(`${base}/app/downtime?tab=disaster`)
  const [event] = await ask(page, '/api/disasters')
  await both(page, 'disasters')
  await page.getByRole('button', { name: event.what }).press('Enter')
  await page.getByRole('region', { name: 'Who is who' }).waitFor()
  await both(page, 'who is who')
  await picture(page, 'disaster')
  const tag = `T-${Date.now() % 100_000}`
  const reserved = (await ask(page, `/api/disasters/${event.id}`)).identities.find((one) => one.state === 'reserved')
  await page.getByRole('button', { name: `Describe ${reserved.name}` }).press('Enter')
  const describe = page.getByRole('dialog', { name: `Describe ${reserved.name}` })
  await describe.getByLabel('Triage tag').fill(tag)
  await describe.getByLabel('Age, as it seems').fill('about 50')
  await axeClean(page, 'describing somebody')
  await page.keyboard.press('Control+Enter')
  await describe.waitFor({ state: 'detached' })
  await page.getByRole('row').filter({ hasText: tag }).waitFor()

  const real = (await ask(page, '/api/patients/find?q=smith')).find((one) => one.birth_date && one.mrn && !one.merged_into && !one.name.startsWith('DISASTER'))
  await page.getByRole('button', { name: `Identify ${reserved.name}` }).press('Enter')
  const identify = page.getByRole('dialog', { name: `Identify ${reserved.name}` })
  await identify.getByRole('combobox').fill(real.mrn)
  await identify.getByRole('option').filter({ hasText: real.mrn }).first().click()
  await identify.getByLabel('Record number, typed').fill(real.mrn)
  await identify.getByLabel('Birth date, typed (1961-04-02)').fill('1901-01-02')
  await page.keyboard.press('Control+Enter')
  await identify.getByRole('alert').filter({ hasText: 'birth date' }).waitFor()
  await identify.getByLabel('Birth date, typed (1961-04-02)').fill(real.birth_date)
  await page.keyboard.press('Control+Enter')
  await identify.waitFor({ state: 'detached' })
  await page.getByRole('row').filter({ hasText: tag }).filter({ hasText: real.mrn }).waitFor()
  await page.getByRole('button', { name: `Take back ${reserved.name}` }).press('Enter')
  await page.getByRole('button', { name: `Identify ${reserved.name}` }).waitFor()
})
