// SPDX-License-Identifier: Apache-2.0
// Search parameters, one row for each type they are based on, and the walk that finds their values: a trie of JSON names for each
// type, with guards (where) and actions (take this value for that parameter).
import { membersNamed } from './shapes.mjs'

/** Kept by the repository as columns of the row, so no walk looks for them (docs/formats/fhir.md). */
const NOT_WALKED = new Set(['_id', '_lastUpdated'])

/** "(A.b.ofType(C)).d" -> "A.b.ofType(C).d": grouping parentheses say nothing in this subset. */
function trimParentheses(text) {
  if (text[0] !== '(') return text
  let depth = 0
  for (let i = 0; i < text.length; ++i) {
    if (text[i] === '(') ++depth
    if (text[i] === ')' && --depth === 0) return trimParentheses(`${text.slice(1, i)}${text.slice(i + 1)}`.trim())
  }
  throw new Error(`'${text}' does not close its parentheses`)
}

/** The alternatives of an expression that start at `type` (or at a type it inherits from). */
function alternativesFor(expression, type) {
  const own = new RegExp(`^\\(*\\s*(${type}|Resource|DomainResource)\\.`)
  return expression.split('|').map((part) => part.trim()).filter((part) => own.test(part))
}

export function buildParameters(definitions) {
  const rows = []
  for (const parameter of definitions.searchParameters) {
    for (const base of parameter.base) {
      const heirs = base === 'Resource' ? definitions.resources
        : base === 'DomainResource' ? definitions.resources.filter((r) => definitions.types.get(r).baseDefinition?.endsWith('/DomainResource'))
        : definitions.resources.filter((r) => r === base)
      for (const type of heirs) {
        rows.push({
          type,
          code: parameter.code,
          searchType: parameter.type,
          expression: alternativesFor(parameter.expression, type).join(' | '),
          targets: [...(parameter.target ?? [])].sort(),
        })
      }
    }
  }
  rows.sort((a, b) => (a.type === b.type ? (a.code < b.code ? -1 : 1) : a.type < b.type ? -1 : 1))
  rows.forEach((row, index) => (row.number = index + 1))
  const twice = rows.find((row, i) => i > 0 && rows[i - 1].type === row.type && rows[i - 1].code === row.code)
  if (twice) throw new Error(`search parameter ${twice.type}.${twice.code} is defined twice`)
  return rows
}

/** Splits "a.b.where(x.y='z').c" at the points outside parentheses. */
function steps(path) {
  const parts = []
  let depth = 0
  let start = 0
  for (let i = 0; i <= path.length; ++i) {
    if (path[i] === '(') ++depth
    if (path[i] === ')') --depth
    if (i === path.length || (path[i] === '.' && depth === 0)) {
      parts.push(path.slice(start, i))
      start = i + 1
    }
  }
  return parts
}

const newNode = () => ({ children: new Map(), guards: [], actions: [] })

function child(node, name) {
  if (!node.children.has(name)) node.children.set(name, newNode())
  return node.children.get(name)
}

function guarded(node, guard) {
  const found = node.guards.find((g) => g.kind === guard.kind && g.name === guard.name && g.value === guard.value)
  if (found) return found.node
  const made = { ...guard, node: newNode() }
  node.guards.push(made)
  return made.node
}

/** A place in the walk: the node, and the member (type, shape, binding) that was stepped through to reach it. */
function step(shapes, place, text) {
  let match = /^where\(resolve\(\) is ([A-Za-z]+)\)$/.exec(text)
  if (match) {
    const sole = place.member.targets.length === 1 && place.member.targets[0] === match[1]
    return [{ ...place, node: guarded(place.node, { kind: sole ? 'only_target' : 'target', name: '', value: match[1] }) }]
  }
  match = /^where\(([a-z]+)='([^']+)'\)$/.exec(text)
  if (match) return [{ ...place, node: guarded(place.node, { kind: 'equals', name: match[1], value: match[2] }) }]
  match = /^(?:ofType|as)\(([A-Za-z]+)\)$/.exec(text)
  if (match) throw new Error(`ofType must follow a choice: ${text}`)
  if (!/^[A-Za-z]+$/.test(text)) throw new Error(`step '${text}' is outside the subset`)
  const shape = shapes.get(place.member.shape ?? place.member.type)
  if (!shape) throw new Error(`'${text}' is asked of a primitive`)
  const members = membersNamed(shape, text)
  if (members.length === 0) throw new Error(`${shape.path} has no element '${text}'`)
  return members.map((member) => ({ node: child(place.node, member.name), member }))
}

function walk(shapes, root, type, path) {
  const [first, ...rest] = steps(path)
  if (![type, 'Resource', 'DomainResource'].includes(first)) throw new Error(`'${path}' does not start at ${type}`)
  let places = [{ node: root, member: { shape: type, targets: [] } }]
  for (let i = 0; i < rest.length; ++i) {
    const cast = /^(?:ofType|as)\(([A-Za-z]+)\)$/.exec(rest[i + 1] ?? '')
    if (cast) {
      // The variants of a choice are different JSON names: only the one of the asked type is stepped into.
      places = places.flatMap((place) => {
        const shape = shapes.get(place.member.shape ?? place.member.type)
        return membersNamed(shape, rest[i]).filter((m) => m.type === cast[1]).map((member) => ({ node: child(place.node, member.name), member }))
      })
      if (places.length === 0) throw new Error(`'${path}' names a type its choice does not have`)
      ++i
    } else {
      places = places.flatMap((place) => step(shapes, place, rest[i]))
    }
  }
  return places
}

const TEXTS = new Set(['string', 'markdown', 'code', 'id', 'uri', 'url', 'canonical', 'oid', 'uuid'])
const QUANTITIES = new Set(['Quantity', 'Age', 'Count', 'Distance', 'Duration', 'SimpleQuantity', 'MoneyQuantity'])

/** How a value of FHIR type `type` is taken for a parameter of `searchType`; undefined: that pair has no meaning in R4 search. */
function extractor(searchType, type) {
  switch (searchType) {
    case 'string':
      return TEXTS.has(type) ? 'text' : { HumanName: 'human_name', Address: 'address' }[type]
    case 'token':
      if (TEXTS.has(type) || type === 'boolean') return 'token'
      return { Coding: 'coding', CodeableConcept: 'concept', Identifier: 'identifier', ContactPoint: 'contact' }[type]
    case 'date':
      return { date: 'moment', dateTime: 'moment', instant: 'moment', Period: 'period', Timing: 'timing' }[type]
    case 'quantity':
      return QUANTITIES.has(type) ? 'quantity' : { Money: 'money', Range: 'range', SampledData: 'sampled_data' }[type]
    case 'number':
      return { decimal: 'number', integer: 'number', positiveInt: 'number', unsignedInt: 'number', Range: 'number_range' }[type]
    case 'reference':
      return { Reference: 'reference', canonical: 'canonical', uri: 'uri' }[type]
    case 'uri':
      return type === 'canonical' ? 'canonical' : TEXTS.has(type) ? 'uri' : undefined
    default:
      return undefined
  }
}

/** Expressions that no path reaches, each said in docs/formats/fhir.md. */
const NOT_INDEXED = new Set(['Bundle.composition', 'Bundle.message'])
const DECEASED = /^Patient\.deceased\.exists\(\) and Patient\.deceased != false$/

/** The walk of one type: { root, deceased } and what was left out with its reason. */
export function buildPlan(definitions, shapes, type, parameters, soleSystem, skipped) {
  const root = newNode()
  for (const row of parameters) {
    if (row.searchType === 'composite' || row.searchType === 'special' || NOT_WALKED.has(row.code)) continue
    if (NOT_INDEXED.has(`${row.type}.${row.code}`)) continue
    for (const alternative of row.expression.split('|').map((part) => trimParentheses(part.trim())).filter(Boolean)) {
      if (DECEASED.test(alternative)) {
        child(root, 'deceasedBoolean').actions.push({ parameter: row.number, extractor: 'deceased', system: '' })
        child(root, 'deceasedDateTime').actions.push({ parameter: row.number, extractor: 'deceased', system: '' })
        continue
      }
      let found = 0
      for (const place of walk(shapes, root, type, alternative)) {
        const how = extractor(row.searchType, place.member.type)
        if (!how) continue
        ++found
        const system = how === 'token' && place.member.binding ? soleSystem(place.member.binding) : ''
        place.node.actions.push({ parameter: row.number, extractor: how, system })
      }
      if (found === 0) skipped.push(`${row.type}.${row.code} (${row.searchType}): ${alternative}`)
    }
  }
  return prune(root)
}

/** A choice steps into every variant; those that nothing is taken from are dropped again. */
function prune(node) {
  for (const [name, below] of node.children) {
    prune(below)
    if (below.children.size === 0 && below.guards.length === 0 && below.actions.length === 0) node.children.delete(name)
  }
  node.guards.forEach((guard) => prune(guard.node))
  return node
}

/** Which references say whose record a resource is: paths in the order they are asked, subjects before those who acted. */
export function buildCompartment(definitions, shapes, parameters) {
  const rank = (code) => (code === 'patient' ? 0 : code === 'subject' ? 1 : 2)
  const paths = new Map()
  for (const { code: type, param: codes } of definitions.compartment) {
    if (!codes || type === 'Patient' || !definitions.resources.includes(type)) continue
    const found = []
    for (const code of [...codes].sort((a, b) => rank(a) - rank(b))) {
      const row = parameters.find((p) => p.type === type && p.code === code)
      for (const part of row ? row.expression.split('|') : []) {
        const plain = steps(trimParentheses(part.trim())).filter((s) => !s.startsWith('where(')).slice(1)
        const reaches = walk(shapes, newNode(), type, [type, ...plain].join('.')).find((p) => p.member.type === 'Reference')
        if (!reaches || !(reaches.member.targets.includes('Patient') || reaches.member.targets.includes('Resource'))) continue
        const path = { names: plain, sole: reaches.member.targets.length === 1 }
        if (!found.some((f) => f.names.join('.') === plain.join('.'))) found.push(path)
      }
    }
    if (found.length > 0) paths.set(type, found)
  }
  return paths
}
