// SPDX-License-Identifier: Apache-2.0
// What narrows a worklist, as it stands in the URL. The names are the API's, so the URL, a saved view and the export agree.
import type { WorklistSummary } from '@/api/types'
import type { Query } from '@/api/http'
import { localeNow, said, t } from '@/i18n'
import type { Search } from '@/ui/navigate'

export interface Facet {
  key: string
  /** The key that excludes; only some facets have one. */
  notKey?: string
  title: string
  many: boolean
  values: { value: string; title: string; count?: number }[]
}

const keys = ['state', 'not_state', 'reason', 'pool', 'priority', 'owner', 'patient', 'due', 'text', 'closed', 'sort'] as const
export const filterKeys: readonly string[] = keys

export function facetsOf(summary: WorklistSummary | undefined, pools: string[] = []): Facet[] {
  const states = summary?.states ?? []
  return [
    { key: 'state', notKey: 'not_state', title: t('State'), many: true, values: states.map(({ state, title, count }) => ({ value: state, title: said(title), count })) },
    { key: 'due', title: t('Due'), many: false, values: [{ value: 'overdue', title: t('overdue') }, { value: 'today', title: t('today') }, { value: 'week', title: t('within a week') }] },
    { key: 'owner', title: t('Owner'), many: false, values: [{ value: 'me', title: t('me') }, { value: 'none', title: t('nobody') }] },
    { key: 'priority', title: t('Priority'), many: true, values: [{ value: 'stat', title: t('STAT') }, { value: 'urgent', title: t('urgent') }, { value: 'routine', title: t('routine') }] },
    { key: 'reason', title: t('Reason'), many: true, values: (summary?.reasons ?? []).map(({ code, sentence }) => ({ value: code, title: said(sentence) })) },
    ...teamFacet(summary, pools),
    { key: 'closed', title: t('Closed items'), many: false, values: [{ value: '1', title: t('shown too') }] },
  ]
}

/** A queue that asks roles says whom it asks; the others' teams are those of the rows. */
function teamFacet(summary: WorklistSummary | undefined, pools: string[]): Facet[] {
  const asked = summary?.pools
  if (asked) return [{ key: 'pool', title: t('Asked of'), many: true, values: asked.map(({ pool, title, open, mine }) => ({ value: pool, title: mine ? t('{team} (yours)', { team: said(title) }) : said(title), count: open })) }]
  return pools.length > 1 ? [{ key: 'pool', title: t('Team'), many: true, values: pools.map((pool) => ({ value: pool, title: pool })) }] : []
}

export interface Chip { key: string; facet: string; title: string; verb: string; text: string; other?: string }

const listed = (text: string | undefined) => (text ? text.split(',').filter(Boolean) : [])

/** The filters in force, in words. */
export function chipsOf(search: Search, facets: Facet[]): Chip[] {
  const chips = facets.flatMap((facet): Chip[] =>
    [facet.key, facet.notKey].flatMap((key): Chip[] => {
      const values = key ? listed(search[key]) : []
      if (!key || !values.length) return []
      const titles = values.map((value) => facet.values.find((one) => one.value === value)?.title ?? value)
      const negative = key === facet.notKey
      const other = facet.notKey && (negative ? facet.key : facet.notKey)
      return [{ key, facet: facet.key, title: facet.title, verb: facet.key === 'closed' ? '' : negative ? t('is not') : t('is'), text: new Intl.ListFormat(localeNow(), { type: 'disjunction' }).format(titles), other }]
    }),
  )
  if (search.text) chips.push({ key: 'text', facet: 'text', title: t('Text'), verb: t('contains'), text: `“${search.text}”` })
  if (search.patient) chips.push({ key: 'patient', facet: 'patient', title: t('Patient'), verb: t('is'), text: t('one patient') })
  return chips
}

/** Adds one value of a facet; facets of one value are replaced. */
export function withValue(search: Search, facet: Facet, value: string, not = false): Record<string, string | undefined> {
  const key = not && facet.notKey ? facet.notKey : facet.key
  const opposite = not ? facet.key : facet.notKey
  const values = facet.many ? [...new Set([...listed(search[key]), value])] : [value]
  const changes: Record<string, string | undefined> = { [key]: values.join(',') }
  if (opposite) changes[opposite] = listed(search[opposite]).filter((one) => one !== value).join(',') || undefined
  return changes
}

/** “is” becomes “is not” and back. */
export const flipped = (search: Search, chip: Chip): Record<string, string | undefined> =>
  chip.other ? { [chip.key]: undefined, [chip.other]: [...listed(search[chip.other]), ...listed(search[chip.key])].join(',') } : {}

export const cleared = (): Record<string, undefined> => Object.fromEntries(keys.filter((key) => key !== 'sort').map((key) => [key, undefined]))

/** What goes to the server: the filter and nothing else of the URL (not the selected row). */
export const apiFilter = (search: Search): Query => Object.fromEntries(keys.flatMap((key) => (search[key] ? [[key, search[key]]] : [])))

/** The same as text, for a saved view. */
export const viewQuery = (search: Search) => new URLSearchParams(apiFilter(search) as Record<string, string>).toString()

export interface Suggestion { facet: Facet | null; value: string; label: string; count?: number }

/** Every value of every facet that fits what was typed, then the text itself as a filter. */
export function suggestions(facets: Facet[], typed: string): Suggestion[] {
  const asked = typed.trim().toLowerCase()
  const all = facets.flatMap((facet) => facet.values.map(({ value, title, count }) => ({ facet, value, label: t('{facet} is {value}', { facet: facet.title, value: title }), count })))
  if (!asked) return all
  const fits = all.filter((one) => `${one.label} ${one.value}`.toLowerCase().split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(asked)) || one.label.toLowerCase().includes(asked))
  return [...fits, { facet: null, value: typed.trim(), label: t('Text contains “{text}”', { text: typed.trim() }) }]
}
