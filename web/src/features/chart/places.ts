// SPDX-License-Identifier: Apache-2.0
// Places on a page: parts that can be named without a mouse, and where a region lies on a page that is turned. Pure.
import type { PageRegion } from '@/api/types'
import type { Text } from '@/i18n'

export const parts: { id: string; title: Text; region?: PageRegion }[] = [
  { id: 'page', title: 'The whole page' },
  { id: 'top', title: 'Its upper third', region: { left: 0, top: 0, width: 1000, height: 333 } },
  { id: 'middle', title: 'Its middle third', region: { left: 0, top: 333, width: 1000, height: 334 } },
  { id: 'bottom', title: 'Its lower third', region: { left: 0, top: 667, width: 1000, height: 333 } },
]

/** The region in percent of the page as it is shown, after quarter turns to the right. */
export function shown({ left, top, width, height }: PageRegion, turns: number) {
  const turned = [
    { left, top, width, height },
    { left: 1000 - top - height, top: left, width: height, height: width },
    { left: 1000 - left - width, top: 1000 - top - height, width, height },
    { left: top, top: 1000 - left - width, width: height, height: width },
  ][((turns % 4) + 4) % 4]
  return turned && { left: `${turned.left / 10}%`, top: `${turned.top / 10}%`, width: `${turned.width / 10}%`, height: `${turned.height / 10}%` }
}
