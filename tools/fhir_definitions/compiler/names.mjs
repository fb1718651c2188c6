// SPDX-License-Identifier: Apache-2.0
// One pool of characters for every name, and the small hash tables over names. src/formats/fhir/tables.hpp reads both; the hash
// function is the same there, to the bit.

export class Pool {
  #texts = new Map()
  #size = 0
  add(text) {
    const known = this.#texts.get(text)
    if (known) return known
    const entry = { at: this.#size, size: Buffer.byteLength(text) }
    this.#texts.set(text, entry)
    this.#size += entry.size
    return entry
  }
  get texts() {
    return [...this.#texts.keys()]
  }
}

export function nameHash(name) {
  const bytes = Buffer.from(name)
  const n = bytes.length
  const word = (at) => bytes.readUInt32LE(at)
  let a = 0
  let b = 0
  let c = 0
  if (n >= 4) {
    a = word(0)
    b = word(n - 4)
    c = word((n >> 1) - 2)
  } else if (n > 0) {
    a = bytes[0] | (bytes[n >> 1] << 8) | (bytes[n - 1] << 16)
  }
  let hash = Math.imul(a, 0x85ebca6b) + Math.imul(b, 0xc2b2ae35) + Math.imul(c, 0x27d4eb2f) + n
  hash ^= hash >>> 15
  return Math.imul(hash, 0x9e3779b1) >>> 0
}

/** Open addressing, at most half full; a slot holds the entry's ordinal plus one, 0 is free. */
export class NameTables {
  slots = []
  /** `names` in the order of their entries; entry 0 stands at `firstEntry` of its own array. */
  add(names, firstEntry) {
    let bits = 1
    while (1 << bits < names.length * 2) ++bits
    const table = new Array(1 << bits).fill(0)
    names.forEach((name, ordinal) => {
      let at = nameHash(name) >>> (32 - bits)
      while (table[at] !== 0) at = (at + 1) & ((1 << bits) - 1)
      table[at] = ordinal + 1
    })
    const firstSlot = this.slots.length
    this.slots.push(...table)
    return `{${firstSlot}, ${firstEntry}, ${names.length}, ${bits}}`
  }
}
