// SPDX-License-Identifier: Apache-2.0
// A browser, a signed-in page, and questions to the server with the person's own session. BASE_URL, CHARTA_USER and
// CHARTA_PASSWORD name the server and a person who may do everything; CHARTA_LIMITED_USER one who may only look.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'

const require = createRequire(new URL('../../../web/package.json', import.meta.url))
const { chromium } = require('playwright-core')
const { AxeBuilder } = require('@axe-core/playwright')

export const base = process.env.BASE_URL ?? 'http://127.0.0.1:8080'
export const person = { name: process.env.CHARTA_USER ?? 'admin', password: process.env.CHARTA_PASSWORD ?? 'charta' }
export const limited = process.env.CHARTA_LIMITED_USER

let browser
export async function open({ colorScheme = 'light', bypassCSP = false, viewport = { width: 1440, height: 900 } } = {}) {
  browser ??= await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
  const context = await browser.newContext({ colorScheme, bypassCSP, viewport, acceptDownloads: true })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  page.problems = []
  page.on('pageerror', (error) => page.problems.push(error.message))
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) page.problems.push(message.text())
  })
  return page
}
export const close = async () => {
  await browser?.close()
  browser = undefined
}

export async function signIn(page, { name, password } = person) {
  await page.goto(`${base}/app/`)
  await page.getByLabel('Name', { exact: true }).waitFor()
  await page.keyboard.type(name) // the cursor is there already
  await page.keyboard.press('Tab')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
}

export async function signedIn(options) {
  const page = await open(options)
  await signIn(page)
  return page
}

/** Asks the API as the person signed in on `page`. */
export async function ask(page, path) {
  const response = await page.request.get(base + path)
  assert.equal(response.status(), 200, `${path} answered ${response.status()}`)
  const body = await response.json()
  return body.items ?? body
}

export const heading = (page, name) => page.getByRole('heading', { level: 1, name })
export const grid = (page) => page.getByRole('grid').first()
/** Waits until the toast, the alert or the title says so. */
export const said = (page, text) => page.getByText(text).first().waitFor()

/** WCAG 2.1 A and AA without a single finding. */
export async function axeClean(page, where) {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']).analyze()
  const told = violations.flatMap((one) => one.nodes.slice(0, 3).map((node) => `${one.id}: ${node.target.join(' ')} (${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? one.help})`))
  assert.deepEqual(told, [], `axe on ${where}`)
}
