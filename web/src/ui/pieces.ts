// SPDX-License-Identifier: Apache-2.0
// The parts of a record as the chart calls them, counted: "1 encounter, 2 documents, 5 results".
import { t, type Text } from '@/i18n'
import { words } from './format'

const counted: Record<string, Text> = {
  Encounter: '{n, plural, one {# encounter} other {# encounters}}', DocumentReference: '{n, plural, one {# document} other {# documents}}', DiagnosticReport: '{n, plural, one {# report} other {# reports}}',
  ServiceRequest: '{n, plural, one {# order} other {# orders}}', Appointment: '{n, plural, one {# appointment} other {# appointments}}', Observation: '{n, plural, one {# result} other {# results}}',
  ImagingStudy: '{n, plural, one {# imaging study} other {# imaging studies}}', Binary: '{n, plural, one {# file} other {# files}}',
}
const named: Record<string, Text> = { Encounter: 'Encounter', DocumentReference: 'Document', DiagnosticReport: 'Report', ServiceRequest: 'Order', Appointment: 'Appointment', Observation: 'Result', ImagingStudy: 'Imaging study', Binary: 'File' }

/** `CarePlan` → `Care plan`, where the chart has no word of its own. */
const spaced = (type: string) => words(type.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase())

export const nameOfPiece = (type: string) => (named[type] ? t(named[type]) : spaced(type))

/** How many of each, those that the chart names first. */
export function countsOf(pieces: readonly { type: string }[]): { type: string; count: string }[] {
  const sums = new Map<string, number>()
  for (const { type } of pieces) sums.set(type, (sums.get(type) ?? 0) + 1)
  const order = Object.keys(counted)
  const place = (type: string) => (counted[type] ? order.indexOf(type) : order.length)
  return [...sums].sort(([a], [b]) => place(a) - place(b)).map(([type, n]) => ({ type, count: counted[type] ? t(counted[type], { n }) : t('{n} of {kind}', { n, kind: spaced(type) }) }))
}

/** A visit with all that belongs to it, a document, a report, an order or an appointment moves; the rest goes along with its own. */
const movable = new Set(['Encounter', 'DocumentReference', 'DiagnosticReport', 'ServiceRequest', 'Appointment', 'ImagingStudy'])
export const canMove = (type: string | undefined) => !!type && movable.has(type)
