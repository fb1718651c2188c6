// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Floor, WardCopy } from '@/api/types'
import { runsOf } from '@/features/floor/RunsOut'

const copy = (ward: string, run: string | undefined, state: string) => ({ ward, run, state }) as WardCopy
const floor = (...copies: WardCopy[]) => ({ wards: [{ code: 'any', copies }] }) as unknown as Floor

describe('runs on their way', () => {
  it('are those of which something is still carried, the newest first', () => {
    const runs = runsOf(floor(copy('3W', 'R1', 'on-run'), copy('4E', 'R2', 'on-run'), copy('3W', 'R2', 'on-run'), copy('3W', 'R2', 'on-run')))
    expect(runs).toEqual([{ id: 'R2', wards: ['4E', '3W'], copies: 3 }, { id: 'R1', wards: ['3W'], copies: 1 }])
  })
  it('are none where everything was received, waits, or is recalled', () => {
    expect(runsOf(floor(copy('3W', 'R1', 'delivered'), copy('3W', undefined, 'waiting'), copy('3W', 'R1', 'recalling')))).toEqual([])
    expect(runsOf(undefined)).toEqual([])
  })
})
