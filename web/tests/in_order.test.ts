// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { ChartSection, TimelineEntry } from '@/api/types'
import { flipped, rowsInOrder, standingIn } from '@/features/chart/in_order'
import { shown } from '@/features/chart/places'

const entry = (id: string): TimelineEntry => ({ id, at: '2026-03-01T08:00:00.000Z', kind: 'document', resource: { type: 'DocumentReference', id }, title: id, status: 'final' })
const section = (id: string, ...items: string[]): ChartSection => ({ id, title: id, first: 'newest', items: items.map(entry) })
const chart = { sections: [section('asthma', 'a', 'b'), section('fracture', 'b', 'c')] }
const ids = (folded: ReadonlySet<string>) => rowsInOrder(chart, folded).map((row) => row.id)

describe('a chart in order', () => {
  it('is headings with their lines under them; what stands twice is a row of its own', () => {
    expect(ids(new Set())).toEqual(['section:asthma', 'a', 'b', 'section:fracture', 'b@fracture', 'c'])
  })
  it('keeps the heading of a section that is folded, and every other row its name', () => {
    expect(ids(new Set(['asthma']))).toEqual(['section:asthma', 'section:fracture', 'b@fracture', 'c'])
    expect([...flipped(flipped(new Set(), 'asthma'), 'asthma')]).toEqual([])
  })
  it('finds where one stood in another order, or the folded section that holds it', () => {
    const rows = rowsInOrder(chart, new Set())
    expect(standingIn(rows, 'b@fracture')?.id).toBe('b@fracture')
    expect(standingIn(rows, 'b@elsewhere')?.id).toBe('b')
    expect(standingIn(rowsInOrder(chart, new Set(['fracture'])), 'c')?.id).toBe('section:fracture')
    expect(standingIn(rows, undefined)).toBeUndefined()
  })
})

describe('a region of a page', () => {
  const region = { left: 100, top: 200, width: 300, height: 50 }
  it('lies where it was marked however the page is turned', () => {
    expect(shown(region, 0)).toEqual({ left: '10%', top: '20%', width: '30%', height: '5%' })
    expect(shown(region, 1)).toEqual({ left: '75%', top: '10%', width: '5%', height: '30%' })
    expect(shown(region, 2)).toEqual({ left: '60%', top: '75%', width: '30%', height: '5%' })
    expect(shown(region, 3)).toEqual({ left: '20%', top: '60%', width: '5%', height: '30%' })
    expect(shown(region, 5)).toEqual(shown(region, 1))
  })
})
