// SPDX-License-Identifier: Apache-2.0
// Expands the value sets of required bindings into their codes.

/** Grammars instead of lists: the binding is checked as syntax (BCP 13) or not at all (all of UCUM). */
const GRAMMARS = new Set(['urn:ietf:bcp:13', 'urn:ietf:bcp:47', 'http://unitsofmeasure.org'])

const flatten = (concepts = []) => concepts.flatMap((c) => [c.code, ...flatten(c.concept)])

function codesOf(include, terminology) {
  if (include.filter || include.valueSet) return undefined
  if (include.concept) return include.concept.map((c) => c.code)
  const system = terminology.get(`CodeSystem|${include.system}`)
  return system?.concept && system.content === 'complete' ? flatten(system.concept) : undefined
}

/** [{system, code}] or undefined when the package cannot tell (grammar, missing, filtered). */
export function expand(url, terminology) {
  const valueSet = terminology.get(`ValueSet|${url}`)
  if (!valueSet?.compose || valueSet.compose.exclude) return undefined
  const rows = []
  for (const include of valueSet.compose.include) {
    if (GRAMMARS.has(include.system)) return undefined
    const codes = codesOf(include, terminology)
    if (!codes) return undefined
    rows.push(...codes.map((code) => ({ system: include.system, code })))
  }
  return rows
}

/** The one code system of a value set: a code element has it without saying so (FHIR R4 search, token). Empty when there are several. */
export function soleSystemOf(url, terminology) {
  const systems = new Set((terminology.get(`ValueSet|${url}`)?.compose?.include ?? []).map((include) => include.system))
  const [system] = systems
  return systems.size === 1 && system && !GRAMMARS.has(system) ? system : ''
}
