// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Holding, HoldingsOf } from '@/api/types'
import { answerWords, clueWords, missing, offSite, soon, span, ways } from '@/features/holdings/archive_words'

const holding = (more: Partial<Holding>): Holding => ({ where: 'on-shelf', medium: 'paper', patient: 'P', ways: [], ...more })
const of = (holdings: Holding[]): HoldingsOf => ({ patient: { id: 'P', name: '', birth_date: '', sex: '', mrn: '', assigner: '' }, former_names: [], points: 0, answer: 'found', because: [], against: [], holdings, gaps: [], old_numbers: [] })

describe('how soon something can be had', () => {
  it.each([[0, 'at once'], [15, 'about 15 minutes'], [60, 'about 60 minutes'], [240, 'about 4 hours'], [1440, 'about 24 hours'], [10_080, 'about 7 days']])('%i minutes: %s', (minutes, words) => {
    expect(soon(minutes)).toBe(words)
  })
  it('names each way, and says where there is none', () => {
    expect(ways(holding({ ways: [{ priority: 'rush', minutes: 240 }, { priority: 'next-day', minutes: 1440 }] }))).toBe('rush: about 4 hours · next day: about 24 hours')
    expect(ways(holding({ where: 'destroyed' }))).toBe('cannot be had')
  })
})

describe('an answer in words', () => {
  it('has words for every class, and leaves what it does not know as it is', () => {
    for (const one of ['found', 'found-in-part', 'destroyed', 'missing', 'never-existed', 'several']) expect(answerWords(one).text).not.toBe(one)
    expect(answerWords('new-class').text).toBe('new-class')
  })
  it('says by what somebody was found', () => {
    expect(clueWords('old number (unit, St. Anne)')).toBe('old number (unit, St. Anne)')
    expect(clueWords('position roll 118')).toBe('position roll 118')
  })
  it('says of which time papers are, and what is open', () => {
    expect(span(holding({ from_day: '1990-01-01' }))).toBe('1990-01-01 – today')
    expect(span(holding({}))).toBe('')
  })
})

it('orders only volumes that stand off site, and hunts only what is missing', () => {
  const one = of([holding({ volume: 'A', where: 'off-site' }), holding({ volume: 'B' }), holding({ volume: 'C', where: 'missing' }), holding({ where: 'electronic' })])
  expect(offSite(one)).toEqual(['A'])
  expect(missing(one)).toBe('C')
  expect(missing(of([]))).toBeUndefined()
})
