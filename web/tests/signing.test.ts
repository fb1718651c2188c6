// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { eachOnce, type Readied } from '@/features/signatures/mine'

const read = (id: string, version = 1): Readied => ({ document: { type: 'DocumentReference', id }, version, digest: 'd', meaning: 'author', title: id })

describe('what is signed together', () => {
  it('names each document once, however many lines ask for it', () => {
    expect(eachOnce([read('a'), read('b'), read('a')]).map((one) => one.document.id)).toEqual(['a', 'b'])
  })
  it('keeps the order in which it was read', () => {
    expect(eachOnce([read('c'), read('a')]).map((one) => one.document.id)).toEqual(['c', 'a'])
  })
})
