// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { questionOf, signedWeight } from '@/features/coding_desk/words'

describe('changes as a coder types them', () => {
  it('become a question', () => {
    expect(questionOf('+J96.01 -E11.9, j96.02:n; =I50.33 +N17.9:y').body).toEqual({
      add: [{ code: 'J96.01' }, { code: 'N17.9', poa: 'Y' }], remove: ['E11.9'], poa: [{ code: 'j96.02', poa: 'N' }], principal: 'I50.33',
    })
  })
  it('take the minus sign of a phone', () => expect(questionOf('−E11.9').body?.remove).toEqual(['E11.9']))
  it('name the word that is no change', () => {
    for (const wrong of ['J96.01', '+J96.01:Q', '-E11.9:Y', '=I10:Y', '+J9', '++J96.01', 'home'])
      expect(questionOf(`+N17.9 ${wrong}`).wrong, wrong).toBe(wrong)
  })
  it('ask nothing where nothing is typed', () => expect(questionOf('  ')).toEqual({}))
  it('say the difference of a weight with its sign', () => {
    expect([0.6456, -0.1, 0].map(signedWeight)).toEqual(['+0.6456', '−0.1000', '±0.0000'])
  })
})
