// SPDX-License-Identifier: Apache-2.0
// Which rows are ticked, as plain values. `anchor` is where a shift-range starts.

export interface Selection { ids: ReadonlySet<string>; anchor?: string }
export const nothing: Selection = { ids: new Set() }

export function toggle(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids)
  if (!ids.delete(id)) ids.add(id)
  return { ids, anchor: id }
}

/** Everything between the anchor and `id`, added to what is ticked already. */
export function extend(selection: Selection, order: readonly string[], id: string): Selection {
  const from = order.indexOf(selection.anchor ?? id)
  const to = order.indexOf(id)
  if (from < 0 || to < 0) return toggle(selection, id)
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1)
  return { ids: new Set([...selection.ids, ...range]), anchor: selection.anchor ?? id }
}

export const all = (order: readonly string[]): Selection => ({ ids: new Set(order), anchor: order[0] })

/** Rows that left the list are no longer ticked: an act must not reach what is not seen. */
export function keep(selection: Selection, order: readonly string[]): Selection {
  const ids = order.filter((id) => selection.ids.has(id))
  return ids.length === selection.ids.size ? selection : { ids: new Set(ids), anchor: selection.anchor }
}

/** The row to stand on after `id` has left `order`: the one that took its place, else the last. */
export function after(order: readonly string[], id: string): string | undefined {
  const index = order.indexOf(id)
  const rest = order.filter((other) => other !== id)
  return rest[Math.min(Math.max(index, 0), rest.length - 1)]
}
