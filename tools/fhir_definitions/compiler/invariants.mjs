// SPDX-License-Identifier: Apache-2.0
// Lowers the invariants of the definitions to conditions over JSON: the subset that needs no general FHIRPath engine. What falls
// outside is listed by the report of compile.mjs, and in docs/formats/fhir.md.
import { parse } from './fhirpath.mjs'
import { membersNamed } from './shapes.mjs'
import { ADDED, CORRECTED } from './supplement.mjs'

/** Checked in C++ (rules.cpp, validate.cpp, narrative.cpp), or meant for every element. */
const ELSEWHERE = new Set(['ele-1', 'dom-2', 'dom-3', 'dom-4', 'dom-5', 'dom-6', 'ref-1', 'bdl-7', 'obs-7', 'txt-1', 'txt-2'])
const UCUM = 'http://unitsofmeasure.org'
const BOOLEAN_CALLS = new Set(['exists', 'empty', 'not', 'hasValue', 'all', 'isDistinct', 'startsWith', 'contains', 'is'])

const unsupported = (what) => {
  throw new Error(`${what} is outside the subset`)
}
const ungroup = (tree) => (tree.kind === 'group' ? ungroup(tree.inner) : tree)
const isLiteral = (tree) => tree.kind === 'literal' || tree.kind === 'number' || tree.kind === 'boolean' || isUcum(tree)
const isUcum = (tree) => tree.kind === 'path' && tree.steps.length === 1 && tree.steps[0].name === '%ucum'
const literalOf = (tree) => (isUcum(tree) ? UCUM : String(tree.value))

/** Lowers one expression, asked of an element whose shape is `shape` (undefined: a primitive). */
class Lowering {
  constructor(shapes, resourceShape) {
    this.shapes = shapes
    this.resourceShape = resourceShape
  }

  isBoolean(tree) {
    const plain = ungroup(tree)
    if (['and', 'or', 'xor', 'implies', '=', '!=', '<', '<=', '>', '>=', 'in', 'is'].includes(plain.op)) return true
    return plain.kind === 'path' && plain.steps.at(-1).kind === 'call' && BOOLEAN_CALLS.has(plain.steps.at(-1).name)
  }

  condition(tree, places) {
    const plain = ungroup(tree)
    if (plain.kind === 'path') return this.pathCondition(plain.steps, places)
    if (plain.kind === 'boolean') return { op: 'constant', number: plain.value === 'true' ? 1 : 0 }
    switch (plain.op) {
      case 'and':
      case 'or':
      case 'xor':
      case 'implies':
        return { op: plain.op, left: this.condition(plain.left, places), right: this.condition(plain.right, places) }
      case '=':
      case '!=':
        return this.equality(plain, places)
      case 'in':
        return this.membership(plain, places)
      case 'is':
        return this.typeOf(plain.left, plain.right, places)
      case '<':
      case '<=':
      case '>':
      case '>=':
        return this.comparison(plain, places)
      default:
        return unsupported(`'${plain.op ?? plain.kind}'`)
    }
  }

  equality({ op, left, right }, places) {
    const negated = op === '!='
    const [a, b] = [ungroup(left), ungroup(right)]
    if (this.isCount(a)) return this.count(a, op, b, places)
    if (this.isBoolean(a) && this.isBoolean(b)) {
      const equal = { op: 'equal', left: this.condition(a, places), right: this.condition(b, places) }
      return negated ? { op: 'not', left: equal } : equal
    }
    if (!isLiteral(b)) return unsupported('comparing two paths')
    return { op: negated ? 'differs' : 'equals', path: this.path(a, places), literal: literalOf(b) }
  }

  membership({ left, right }, places) {
    const list = []
    const collect = (tree) => {
      const plain = ungroup(tree)
      if (plain.op === '|') [plain.left, plain.right].forEach(collect)
      else if (plain.kind === 'literal') list.push(plain.value)
      else unsupported('membership of anything but literals')
    }
    collect(right)
    return { op: 'is_in', path: this.path(ungroup(left), places), literal: `|${list.join('|')}|` }
  }

  /** "answer is Boolean": the variant of the choice is there; "resource.is(Composition)": its resourceType. */
  typeOf(left, right, places) {
    const steps = ungroup(left).steps
    const type = ungroup(right).steps[0].name
    const path = this.path(ungroup(left), places)
    if (path.members.some((m) => m.type === 'Resource')) return { op: 'is_type', path, literal: type }
    const wanted = path.members.find((m) => m.type.toLowerCase() === type.toLowerCase())
    if (!wanted || steps.length !== 1) return unsupported('this use of is')
    return { op: 'exists', path: { steps: [{ kind: 'member', name: wanted.name }], members: [wanted] } }
  }

  isCount(tree) {
    const plain = ungroup(tree)
    if (plain.op === '+') return this.isCount(plain.left) && this.isCount(plain.right)
    return plain.kind === 'path' && plain.steps.at(-1).kind === 'call' && plain.steps.at(-1).name === 'count'
  }

  count(tree, op, number, places) {
    const paths = []
    const collect = (part) => {
      const plain = ungroup(part)
      if (plain.op === '+') [plain.left, plain.right].forEach(collect)
      else paths.push(this.path({ kind: 'path', steps: plain.steps.slice(0, -1) }, places))
    }
    collect(tree)
    if (number.kind !== 'number') return unsupported('a count against no number')
    const made = (name, n) => {
      const chain = paths.reduceRight((next, path) => ({ op: name, path, number: n, right: next }), undefined)
      return chain
    }
    switch (op) {
      case '=': return made('count_equals', number.value)
      case '<': return made('count_less', number.value)
      case '<=': return made('count_less', number.value + 1)
      case '>': return made('count_more', number.value)
      default: return made('count_more', number.value - 1)
    }
  }

  comparison({ op, left, right }, places) {
    const [a, b] = [ungroup(left), ungroup(right)]
    if (this.isCount(a)) return this.count(a, op, b, places)
    if (b.kind === 'number') {
      const name = { '<=': 'at_most', '>=': 'at_least', '>': 'more_than' }[op] ?? unsupported(op)
      return { op: name, path: this.value(this.path(a, places), places), number: b.value }
    }
    if (op === '>=') return this.comparison({ op: '<=', left: right, right: left }, places)
    if (op !== '<=') return unsupported(op)
    return { op: 'less_or_equal', path: this.value(this.path(a, places)), path2: this.value(this.path(b, places)) }
  }

  /** A quantity is compared by its value. */
  value(path) {
    if (!path.members.some((m) => m.type === 'Quantity' || m.type === 'SimpleQuantity')) return path
    return { ...path, steps: [...path.steps, { kind: 'member', name: 'value' }] }
  }

  pathCondition(steps, places) {
    const last = steps.at(-1)
    const before = { kind: 'path', steps: steps.slice(0, -1) }
    if (last.kind !== 'call') return { op: 'equals', path: this.path({ kind: 'path', steps }, places), literal: 'true' }
    switch (last.name) {
      case 'exists':
      case 'empty':
        return this.existence(last, before, places)
      case 'not':
        return { op: 'not', left: this.condition(before.steps.length === 1 && before.steps[0].kind === 'group' ? before.steps[0] : before, places) }
      case 'hasValue':
        return { op: 'has_value', path: this.path(before, places) }
      case 'isDistinct':
        return { op: 'is_distinct', path: this.path(before, places) }
      case 'all': {
        const path = this.path(before, places)
        return { op: 'all', path, left: this.condition(last.args[0], path.members) }
      }
      case 'startsWith':
      case 'contains':
        if (last.args[0].kind !== 'literal') return unsupported(last.name)
        return { op: last.name === 'contains' ? 'contains' : 'starts_with', path: this.path(before, places), literal: last.args[0].value }
      case 'is':
        return this.typeOf(before, last.args[0], places)
      case 'trace':
        return this.pathCondition(before.steps, places)
      default:
        return unsupported(`${last.name}()`)
    }
  }

  existence(call, before, places) {
    if (call.args.length > 0) return unsupported('exists with a condition')
    const group = before.steps.length === 1 && before.steps[0].kind === 'group' ? ungroup(before.steps[0]) : undefined
    if (group?.op === '|') {
      const parts = []
      const collect = (tree) => (tree.op === '|' ? [tree.left, tree.right].forEach((t) => collect(ungroup(t))) : parts.push(tree))
      collect(group)
      const any = parts.map((part) => ({ op: 'exists', path: this.path(part, places) })).reduce((left, right) => ({ op: 'or', left, right }))
      return call.name === 'exists' ? any : { op: 'not', left: any }
    }
    return { op: call.name, path: this.path(before, places) }
  }

  /** { steps, members: what the last step reaches, fromResource }. */
  path(tree, places) {
    if (tree.op === 'as') return this.variant(tree, places)
    if (tree.kind !== 'path') return unsupported(`'${tree.kind ?? tree.op}' as a path`)
    const path = { steps: [], members: places, fromResource: false }
    tree.steps.forEach((step, i) => this.step(path, step, i))
    return path
  }

  /** "probability as decimal": that variant of the choice. */
  variant({ left, right }, places) {
    const type = right.steps[0].name
    const wanted = this.path(ungroup(left), places).members.find((m) => m.type === type)
    if (!wanted) return unsupported(`as ${type}`)
    return { steps: [{ kind: 'member', name: wanted.name }], members: [wanted], fromResource: false }
  }

  step(path, step, i) {
    if (step.kind === 'name' && step.name === '$this') return
    if (step.kind === 'name' && step.name === '%resource' && i === 0) {
      path.fromResource = true
      path.members = [{ shape: this.resourceShape, targets: [] }]
      return
    }
    if (step.kind === 'name' && i === 0 && step.name === this.resourceShape) return
    if (step.kind === 'name' && /^[a-z][A-Za-z0-9]*$/.test(step.name)) return this.member(path, step.name)
    if (step.kind !== 'call') return unsupported(`'${step.name ?? step.kind}'`)
    if (step.name === 'trace') return
    if (step.name === 'where') {
      path.steps.push({ kind: 'where', condition: this.condition(step.args[0], path.members) })
    } else if (step.name === 'select' && step.args[0].kind === 'path') {
      step.args[0].steps.forEach((inner) => this.step(path, inner, 1))
    } else if (step.name === 'first' && path.steps.at(-1)?.kind === 'member') {
      path.steps.at(-1).kind = 'first'
    } else {
      unsupported(`${step.name}()`)
    }
  }

  member(path, name) {
    const reached = path.members.flatMap((place) => {
      const shape = this.shapes.get(place.shape ?? place.type)
      return shape ? membersNamed(shape, name).map((member) => ({ member, choice: shape.elements[member.element].choice })) : []
    })
    if (reached.length === 0) return unsupported(`'${name}', which is no element here`)
    path.members = reached.map((r) => r.member)
    path.steps.push({ kind: reached[0].choice ? 'choice' : 'member', name })
  }
}

function constraintsOf(definition) {
  const found = []
  for (const element of definition.snapshot.element) {
    for (const constraint of element.constraint ?? []) {
      if (constraint.severity !== 'error' || ELSEWHERE.has(constraint.key)) continue
      if (constraint.key === 'ext-1' && element.path !== 'Extension') continue
      found.push({ element, constraint })
    }
  }
  return found
}

/** shape path -> [{ key, human, condition }], and what the subset cannot say. */
export function buildInvariants(definitions, shapes, skipped) {
  const byShape = new Map()
  for (const definition of definitions.types.values()) {
    if (definition.kind === 'primitive-type') continue
    for (const { element, constraint } of constraintsOf(definition)) {
      const own = shapes.get(element.path)
      const holder = own ?? shapes.get(element.path.slice(0, element.path.lastIndexOf('.')))
      const rows = byShape.get(holder.path) ?? []
      byShape.set(holder.path, rows)
      if (rows.some((row) => row.key === constraint.key)) continue
      try {
        const lowering = new Lowering(shapes, definition.type)
        const name = element.path.slice(element.path.lastIndexOf('.') + 1).replace('[x]', '')
        const places = [{ shape: holder.path, targets: [] }]
        const tree = parse(CORRECTED.get(constraint.key) ?? constraint.expression)
        if (own) {
          rows.push({ key: constraint.key, human: constraint.human, condition: lowering.condition(tree, places) })
        } else {
          const path = lowering.path({ kind: 'path', steps: [{ kind: 'name', name }] }, places)
          rows.push({ key: constraint.key, human: constraint.human, condition: { op: 'all', path, left: lowering.condition(tree, path.members) } })
        }
      } catch (problem) {
        skipped.push(`${constraint.key} of ${element.path}: ${problem.message}: ${constraint.expression}`)
      }
    }
  }
  for (const { shape, key, human, expression } of ADDED) {
    const lowering = new Lowering(shapes, shape.split('.')[0])
    const rows = byShape.get(shape) ?? []
    byShape.set(shape, [...rows, { key, human, condition: lowering.condition(parse(expression), [{ shape, targets: [] }]) }])
  }
  return byShape
}
