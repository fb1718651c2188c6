// SPDX-License-Identifier: Apache-2.0
// What the text of the specification demands and its computable constraints leave out or get wrong, each with its source.

/** Constraints of our own, in the same FHIRPath subset: shape, key, words, expression. */
export const ADDED = [
  {
    shape: 'Coding', key: 'charta-coding-system', source: 'R4 datatypes, Coding.system: an absolute reference',
    human: 'A code system is named by an absolute URI such as http://loinc.org',
    expression: "system.all(contains(':'))",
  },
  {
    shape: 'Identifier', key: 'charta-identifier-system', source: 'R4 datatypes, Identifier.system: an absolute reference',
    human: 'An identifier system is an absolute URI such as urn:oid:2.16.840.1.113883.4.1',
    expression: "system.all(contains(':'))",
  },
  {
    shape: 'Bundle.entry', key: 'charta-full-url', source: 'R4 bundle, Bundle.entry.fullUrl: the absolute URL for the resource',
    human: 'fullUrl is an absolute address such as urn:uuid:… or https://…',
    expression: "fullUrl.all(contains(':'))",
  },
]

/** Expressions that contradict their own words. */
export const CORRECTED = new Map([
  // "If there are more than one enableWhen, enableBehavior must be specified": R4 prints > 2, R4B and R5 print > 1.
  ['que-12', 'enableWhen.count() > 1 implies enableBehavior.exists()'],
])
