// SPDX-License-Identifier: Apache-2.0
// What a label is by its own form, so that a wrong one is told without the line. The same rules as the file room's
// (department/paper_charts/barcode): a letter, thirteen characters of a key, one check character by ISO/IEC 7064 MOD 37-2.

export type LabelKind = 'volume' | 'place' | 'requisition' | 'separator' | 'damaged' | 'other'

const signs = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*'
const kinds: Record<string, LabelKind> = { V: 'volume', L: 'place', Q: 'requisition' }
const size = 15
/** The letters of a key: Crockford's base 32, with the letters that are read as digits. */
const keySigns = /^[0-7][0-9A-TV-Z]{12}$/

export function checkSign(text: string): string | undefined {
  let sum = 0
  for (const letter of text) {
    const value = signs.indexOf(letter)
    if (value < 0 || value > 35) return undefined
    sum = ((sum + value) * 2) % 37
  }
  return signs[(38 - sum) % 37]
}

export function kindOf(scanned: string): LabelKind {
  if (scanned.startsWith('CHS1')) return 'separator'
  const text = scanned.trim().toUpperCase()
  const kind = kinds[text[0] ?? '']
  if (text.length !== size || !kind || !keySigns.test(text.slice(1, -1))) return 'other'
  return checkSign(text.slice(0, -1)) === text.at(-1) ? kind : 'damaged'
}
