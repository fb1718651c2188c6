// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { apiFilter, chipsOf, facetsOf, flipped, suggestions, viewQuery, withValue } from '@/features/worklists/filters'
import { parseSearch, stringifySearch } from '@/ui/navigate'
import { summary } from './render'

const facets = facetsOf(summary)
const facet = (key: string) => facets.find((one) => one.key === key)!

describe('a worklist filter in the URL', () => {
  const urls = [
    '',
    '?state=held,filed&sort=-due_at',
    '?not_state=filed&owner=none&due=overdue',
    '?reason=no-mrn-match&text=smith+%26+sons&closed=1',
    '?text=00123&item=004HMASSB639S',
  ]
  it.each(urls)('comes back as it was: %s', (url) => {
    expect(stringifySearch(parseSearch(url))).toBe(url)
  })
  it('keeps leading zeros: nothing in it is a number', () => {
    expect(parseSearch('?text=00123')).toEqual({ text: '00123' })
  })
  it('sends the filter and not the selected row', () => {
    expect(apiFilter({ state: 'held', item: 'X', tab: 'raw', sort: '-due_at' })).toEqual({ state: 'held', sort: '-due_at' })
  })
  it('is what a saved view remembers', () => {
    expect(viewQuery({ owner: 'me', item: 'X', due: 'today' })).toBe('owner=me&due=today')
  })
})

describe('filter chips', () => {
  it.each([
    [{ state: 'held' }, 'State is Held'],
    [{ state: 'held,filed' }, 'State is Held or Filed'],
    [{ not_state: 'filed' }, 'State is not Filed'],
    [{ reason: 'no-mrn-match' }, 'Reason is No patient has this MRN.'],
    [{ owner: 'none' }, 'Owner is nobody'],
    [{ text: 'smith' }, 'Text contains “smith”'],
    [{ state: 'of-a-later-version' }, 'State is of-a-later-version'],
  ])('%o reads “%s”', (search, words) => {
    const [chip] = chipsOf(search as unknown as Record<string, string>, facets)
    expect(`${chip?.title} ${chip?.verb} ${chip?.text}`).toBe(words)
  })
  it('flip between is and is not', () => {
    const search = { state: 'held' }
    expect(flipped(search, chipsOf(search, facets)[0]!)).toEqual({ state: undefined, not_state: 'held' })
  })
  it('a value added to “is” leaves “is not”', () => {
    expect(withValue({ not_state: 'held,filed' }, facet('state'), 'held')).toEqual({ state: 'held', not_state: 'filed' })
  })
  it('a facet of many values collects, a facet of one replaces', () => {
    expect(withValue({ priority: 'stat' }, facet('priority'), 'urgent')).toMatchObject({ priority: 'stat,urgent' })
    expect(withValue({ owner: 'me' }, facet('owner'), 'none')).toEqual({ owner: 'none' })
  })
})

describe('adding a filter by typing', () => {
  it.each([['ov', 'Due is overdue'], ['st', 'State is Held'], ['nob', 'Owner is nobody'], ['mrn', 'Reason is No patient has this MRN.']])('“%s” offers “%s” first', (typed, label) => {
    expect(suggestions(facets, typed)[0]?.label).toBe(label)
  })
  it('offers the typed text itself last', () => {
    expect(suggestions(facets, 'zebra')).toEqual([{ facet: null, value: 'zebra', label: 'Text contains “zebra”' }])
  })
  it('offers everything before anything is typed', () => {
    expect(suggestions(facets, '').length).toBe(facets.reduce((sum, one) => sum + one.values.length, 0))
  })
})
