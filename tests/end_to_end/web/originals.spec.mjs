// SPDX-License-Identifier: Apache-2.0
// The first screen says how the stored bytes stand, and leads to what is damaged.
import { after, test } from 'node:test'
import { axeClean, base, close, settled, signedIn } from './support.mjs'

after(close)

test('the first screen says whether every original is what it was', async () => {
  const page = await signedIn()
  await page.goto(`${base}/app/`)
  const pane = page.getByRole('region', { name: 'Originals' })
  await pane.getByText('No damage is known').waitFor()
  await pane.getByText('Every file has its second copy.').waitFor()
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    await axeClean(page, `the first screen (${colorScheme})`)
    if (process.env.CHARTA_PICTURES) await page.screenshot({ path: `${process.env.CHARTA_PICTURES}/originals-${colorScheme}.png`, fullPage: true })
  }
  await pane.getByRole('link', { name: 'Damaged originals' }).click()
  await page.getByRole('heading', { name: 'Damaged originals' }).first().waitFor()
})
