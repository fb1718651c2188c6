// SPDX-License-Identifier: Apache-2.0
// Logic mode by keys alone: questions lead to a diagnosis and to a procedure, answers are taken back, a companion has its own way.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { axeClean, base, close, settled, signedIn } from './support.mjs'

after(close)

const heading = (page, words) => page.getByRole('heading', { level: 2, name: words })
const answersIn = (page) => new URL(page.url()).searchParams.get('answers') ?? ''
async function picture(page, name) {
  if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/${name}.png` })
}

test('questions lead to a diagnosis, and its companion has questions of its own', async () => {
  const page = await signedIn()
  await page.goto(`${base}/app/`)
  await settled(page)
  await page.keyboard.press('g')
  await page.keyboard.press('z')
  await page.getByRole('tab', { name: 'Questions' }).waitFor()
  await settled(page)
  await page.keyboard.press('5')
  await heading(page, 'What is to be coded?').waitFor()
  await page.keyboard.press('1')
  await heading(page, /Which main term/).waitFor()
  await page.keyboard.type('fail')
  const answers = page.getByRole('listbox', { name: 'Answers' })
  await answers.getByText('Failure', { exact: true }).waitFor()
  await page.keyboard.press('Enter')
  await heading(page, /What more does the record say of "Failure"/).waitFor()
  await page.keyboard.type('heart')
  await answers.getByText('heart', { exact: true }).waitFor()
  await settled(page)
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    await axeClean(page, `a question (${colorScheme})`)
  }
  await picture(page, 'logic_question')
  await page.keyboard.press('Enter')
  await heading(page, /say of "Failure, heart"/).waitFor()
  await page.keyboard.press('Backspace')
  await heading(page, /say of "Failure"/).waitFor()
  // As fast as one types: what comes before its question is there waits for it.
  await page.keyboard.type('heart')
  await page.keyboard.press('Enter')
  await heading(page, /say of "Failure, heart"/).waitFor()
  await page.keyboard.type('systolic')
  await page.keyboard.press('Enter')
  await heading(page, /say of "Failure, heart, systolic"/).waitFor()
  await page.keyboard.type('chronic')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await heading(page, /Code first: is one of these documented/).waitFor()
  await page.keyboard.press('1')
  await answers.getByText('heart failure with high blood pressure (I11.0)').waitFor({ state: 'detached' })
  await page.keyboard.press('2')
  await heading(page, /I50\.2/).waitFor()
  await page.getByText('A whole code').waitFor()
  await page.getByText('I.C.9', { exact: false }).first().waitFor()
  await axeClean(page, 'the code that was reached')
  await picture(page, 'logic_code')
  const reached = answersIn(page)
  assert.ok(!/[A-Z]{2,}[a-z]/.test(reached), 'the address has answers and no names')
  const along = page.getByRole('list', { name: 'What goes along' })
  await along.getByText('Code first').first().waitFor()
  await page.keyboard.press('o')
  await page.waitForFunction(() => (new URL(location.href).searchParams.get('answers') ?? '').startsWith('k'))
  await page.getByText('Where does the way begin?').first().waitFor()
  await settled(page)
  await page.keyboard.press('Escape')
  await page.keyboard.press('[')
  await heading(page, /I50\.2/).waitFor()
  assert.equal(answersIn(page), reached)
})

test('a procedure is asked in the order in which one thinks', async () => {
  const page = await signedIn()
  await page.goto(`${base}/app/encoder?tab=questions&answers=p`)
  await page.getByRole('region', { name: 'Question' }).waitFor()
  await settled(page)
  for (const [asked, said] of [['Section', 'medical'], ['Operation', 'resection'], ['Body System', 'gastro'], ['Body Part', 'appendix'], ['Approach', 'percutaneous']]) {
    await heading(page, asked).waitFor()
    await page.keyboard.type(said)
    await page.keyboard.press('Enter')
  }
  await heading(page, /0DTJ/).waitFor()
  await page.getByText('the only one that fits').first().waitFor()
  await picture(page, 'logic_procedure')
  await page.getByRole('list', { name: 'The way so far' }).getByRole('button').first().press('Enter')
  await heading(page, 'What is to be coded?').waitFor()
})

test('an answer that does not fit any more is said, and taken back', async () => {
  const page = await signedIn()
  await page.goto(`${base}/app/encoder?tab=questions&answers=d.0-zzz`)
  await page.getByText(/answer 2 .* does not fit/).waitFor()
  await page.keyboard.press('Backspace')
  await heading(page, /Which main term/).waitFor()
  assert.equal(answersIn(page), 'd')
})
