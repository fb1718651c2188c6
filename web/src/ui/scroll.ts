// SPDX-License-Identifier: Apache-2.0

/** Brings `target` into sight within `box` alone; `scrollIntoView` would move the whole page as well. */
export function scrollWithin(box: HTMLElement | null, target: Element | null | undefined, place: 'start' | 'center' | 'nearest') {
  if (!box || !target) return
  const [outer, inner] = [box.getBoundingClientRect(), target.getBoundingClientRect()]
  const above = inner.top - outer.top
  const below = inner.bottom - outer.bottom
  if (place === 'start') box.scrollTop += above
  else if (place === 'center') box.scrollTop += above - (outer.height - inner.height) / 2
  else if (above < 0) box.scrollTop += above
  else if (below > 0) box.scrollTop += below
}
