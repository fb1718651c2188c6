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

export interface Point { x: number; y: number }

/** The box between two points of a page in thousandths, whichever comes first, cut off at the page's edges. */
export function boxBetween(one: Point, other: Point): PageRegion {
  const within = (value: number) => Math.max(0, Math.min(1000, Math.round(value)))
  const left = within(Math.min(one.x, other.x))
  const top = within(Math.min(one.y, other.y))
  return { left, top, width: within(Math.max(one.x, other.x)) - left, height: within(Math.max(one.y, other.y)) - top }
}

/** A region of the page as it is shown after quarter turns to the right, on the upright page. */
export function unturned({ left, top, width, height }: PageRegion, turns: number): PageRegion {
  const upright = [
    { left, top, width, height },
    { left: top, top: 1000 - left - width, width: height, height: width },
    { left: 1000 - left - width, top: 1000 - top - height, width, height },
    { left: 1000 - top - height, top: left, width: height, height: width },
  ][((turns % 4) + 4) % 4]
  return upright ?? { left, top, width, height }
}
