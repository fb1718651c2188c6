// SPDX-License-Identifier: Apache-2.0
// A chart in an order as one list: headings of sections, and under those that are open their lines. Pure.
import type { ArrangedChart, ChartSection, TimelineEntry } from '@/api/types'

export type OrderRow = { id: string; section: ChartSection; isOpen: boolean; entry?: undefined } | { id: string; section: ChartSection; entry: TimelineEntry }

/** What stands in several sections (under two problems) is a row of its own in each; the first has the plain id. */
export function rowsInOrder(chart: Pick<ArrangedChart, 'sections'>, folded: ReadonlySet<string>): OrderRow[] {
  const seen = new Set<string>()
  return chart.sections.flatMap((section): OrderRow[] => {
    const isOpen = !folded.has(section.id)
    const lines = section.items.map((entry): OrderRow => {
      const id = seen.has(entry.id) ? `${entry.id}@${section.id}` : entry.id
      seen.add(entry.id)
      return { id, section, entry }
    })
    return [{ id: `section:${section.id}`, section, isOpen }, ...(isOpen ? lines : [])]
  })
}

/** The row on which one stood, in the order that is shown now: itself, the same entry elsewhere, or the section that holds it folded. */
export function standingIn(rows: readonly OrderRow[], wanted: string | undefined): OrderRow | undefined {
  if (!wanted) return undefined
  const entry = wanted.split('@')[0]
  return rows.find((row) => row.id === wanted) ?? rows.find((row) => row.entry?.id === entry) ?? rows.find((row) => !row.entry && row.section.items.some((one) => one.id === entry))
}

export const flipped = (folded: ReadonlySet<string>, id: string): ReadonlySet<string> => (folded.has(id) ? new Set([...folded].filter((one) => one !== id)) : new Set([...folded, id]))
