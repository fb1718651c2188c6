// SPDX-License-Identifier: Apache-2.0
// The part of ICU MessageFormat that catalogues need: {name}, {n, plural, =0 {…} one {…} other {# …}}, {x, select, a {…} other {…}}.
// Source: Unicode Technical Standard 35, part 9 (message format 1 syntax); plural rules and numbers are the browser's own.

export type Value = string | number
export type Values = Record<string, Value>

export interface Dress {
  /** The plural category of a number: "one", "many", "other". */
  plural: (n: number) => string
  number: (n: number) => string
  /** What becomes of the words themselves; a pseudo-locale accents them. */
  words?: (text: string) => string
}

/** The place after the brace that closes the one at `open`. */
function closing(message: string, open: number): number {
  let depth = 0
  for (let at = open; at < message.length; at++) {
    if (message[at] === '{') depth++
    else if (message[at] === '}' && --depth === 0) return at + 1
  }
  throw new Error(`a brace is not closed: ${message}`)
}

/** `one {# item} other {# items}` as branches by name. */
export function branches(text: string): Record<string, string> {
  const found: Record<string, string> = {}
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('{', at)
    if (open < 0) break
    const end = closing(text, open)
    found[text.slice(at, open).trim()] = text.slice(open + 1, end - 1)
    at = end
  }
  return found
}

function choice(kind: string, value: Value, text: string, dress: Dress): string {
  const of = branches(text)
  const chosen = kind === 'plural' ? (of[`=${value}`] ?? of[dress.plural(Number(value))]) : of[String(value)]
  return chosen ?? of.other ?? ''
}

/** The message with its values in place. What is missing stays visible as `{name}`, for a test to find. */
export function filled(message: string, values: Values, dress: Dress, number?: number): string {
  const words = dress.words ?? ((text: string) => text)
  let out = ''
  let run = ''
  const rest = () => {
    out += run && words(run)
    run = ''
  }
  for (let at = 0; at < message.length; ) {
    if (message[at] === '#' && number !== undefined) {
      rest()
      out += dress.number(number)
      at++
    } else if (message[at] === '{') {
      rest()
      const end = closing(message, at)
      out += place(message.slice(at + 1, end - 1), values, dress)
      at = end
    } else {
      run += message[at++]
    }
  }
  rest()
  return out
}

function place(inside: string, values: Values, dress: Dress): string {
  const [, name = '', kind, text = ''] = /^\s*(\w+)\s*(?:,\s*(\w+)\s*,?\s*([\s\S]*))?$/.exec(inside) ?? []
  const value = values[name]
  if (value === undefined) return `{${inside}}`
  if (kind === 'plural' || kind === 'select') return filled(choice(kind, value, text, dress), values, dress, kind === 'plural' ? Number(value) : undefined)
  return typeof value === 'number' ? dress.number(value) : value
}

/** The places of a message by name, and the branches of each choice: two languages of one message must agree in them. */
export function placesOf(message: string): string[] {
  const found = new Set<string>()
  const look = (text: string) => {
    for (let at = text.indexOf('{'); at >= 0; ) {
      const end = closing(text, at)
      const [, name = '', kind, rest = ''] = /^\s*(\w+)\s*(?:,\s*(\w+)\s*,?\s*([\s\S]*))?$/.exec(text.slice(at + 1, end - 1)) ?? []
      found.add(name)
      if (kind) Object.values(branches(rest)).forEach(look)
      at = text.indexOf('{', end)
    }
  }
  look(message)
  return [...found].sort()
}
