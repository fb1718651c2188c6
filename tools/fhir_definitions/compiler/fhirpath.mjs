// SPDX-License-Identifier: Apache-2.0
// Parses the FHIRPath of invariants into a tree. Only syntax; what it means is decided in invariants.mjs.

const TOKEN = /\s*(?:('(?:[^'\\]|\\.)*')|(\d+)|([A-Za-z_$%][A-Za-z0-9_-]*)|(!=|<=|>=|[()=<>|+&.,[\]]))/y

function tokens(text) {
  const found = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text)
    if (!match) throw new Error('unreadable')
    const [, string, number, name, symbol] = match
    if (string !== undefined) found.push({ kind: 'literal', value: string.slice(1, -1) })
    else if (number !== undefined) found.push({ kind: 'number', value: Number(number) })
    else found.push({ kind: 'symbol', value: name ?? symbol })
  }
  return found
}

/** Binary operators, those that bind least first. Source: FHIRPath N1, "Operator Precedence". */
const LEVELS = [['implies'], ['or', 'xor'], ['and'], ['in', 'contains'], ['=', '!='], ['<', '<=', '>', '>='], ['|'], ['is', 'as'], ['+', '&']]

export function parse(text) {
  const list = tokens(text)
  let at = 0
  const peek = () => list[at]
  const is = (value) => peek()?.kind === 'symbol' && peek().value === value
  const take = (value) => is(value) && ++at > 0
  const expect = (value) => {
    if (!take(value)) throw new Error(`'${value}' is missing`)
  }

  function binary(level) {
    if (level === LEVELS.length) return path()
    let left = binary(level + 1)
    while (peek()?.kind === 'symbol' && LEVELS[level].includes(peek().value)) {
      const op = list[at++].value
      left = { op, left, right: binary(level + 1) }
    }
    return left
  }

  function primary() {
    const token = list[at++]
    if (!token) throw new Error('ends too early')
    if (token.kind !== 'symbol') return token
    if (token.value === '(') {
      const inner = binary(0)
      expect(')')
      return { kind: 'group', inner }
    }
    if (token.value === 'true' || token.value === 'false') return { kind: 'boolean', value: token.value }
    return call(token.value)
  }

  function call(name) {
    if (!take('(')) return { kind: 'name', name }
    const args = []
    while (!take(')')) {
      args.push(binary(0))
      take(',')
    }
    return { kind: 'call', name, args }
  }

  function path() {
    const first = primary()
    const steps = [first]
    while (take('.')) steps.push(call(list[at++].value))
    return steps.length === 1 && first.kind !== 'name' && first.kind !== 'call' ? first : { kind: 'path', steps }
  }

  const tree = binary(0)
  if (at !== list.length) throw new Error('goes on after its end')
  return tree
}
