// SPDX-License-Identifier: Apache-2.0
// Reads the published definitions: types with their snapshots, search parameters, value sets, the patient compartment.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Only what FHIR 4.0.1 itself defines: the package also carries a resource of 4.3.0. */
const FHIR_VERSION = '4.0.1'

const read = (folder, file) => JSON.parse(readFileSync(join(folder, file), 'utf8'))
const resourcesOf = (bundle) => bundle.entry.map((entry) => entry.resource)

/** Structure definitions of types and resources; constrained types (SimpleQuantity, MoneyQuantity) are found by their url. */
function structureDefinitions(folder) {
  return ['profiles-types.json', 'profiles-resources.json']
    .flatMap((file) => resourcesOf(read(folder, file)))
    .filter((r) => r.resourceType === 'StructureDefinition' && r.fhirVersion === FHIR_VERSION && r.kind !== 'logical')
}

function terminology(folder) {
  const byUrl = new Map()
  for (const file of ['valuesets.json', 'v3-codesystems.json', 'v2-tables.json']) {
    for (const resource of resourcesOf(read(folder, file))) {
      const key = `${resource.resourceType}|${resource.url}`
      if (!byUrl.has(key)) byUrl.set(key, resource)
    }
  }
  return byUrl
}

export function loadDefinitions(folder) {
  const all = structureDefinitions(folder)
  const types = new Map(all.filter((d) => d.derivation !== 'constraint').map((d) => [d.type, d]))
  const resources = [...types.values()].filter((d) => d.kind === 'resource' && !d.abstract).map((d) => d.type)
  return {
    types,
    resources: resources.sort(),
    searchParameters: resourcesOf(read(folder, 'search-parameters.json')).filter((p) => p.expression),
    compartment: read(folder, 'compartmentdefinition-patient.json').resource,
    terminology: terminology(folder),
  }
}
