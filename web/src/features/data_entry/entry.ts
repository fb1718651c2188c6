// SPDX-License-Identifier: Apache-2.0
// What a form shows of an entry. Pure.
import type { DataEntry, DataEntryFinding, DataEntryFormField, DataEntryValue, NewDataEntryValue } from '@/api/types'
import { t } from '@/i18n'
import type { ShownPlace, SourcePlace } from '@/ui/source_reader'

export type Row = NewDataEntryValue & { row: number }

export const rowsOf = (entry: DataEntry, field: string): Row[] => entry.values.filter((one) => one.field === field).map(sent)

/** What is kept of a value: who typed it when is the server's to say. */
export const sent = ({ row, text, unit, code, side, since, detail, absent, source }: DataEntryValue | Row): Row =>
  JSON.parse(JSON.stringify({ row, text, unit, code, side, since, detail, absent, source })) as Row

export const isGiven = (row: Row | undefined) => !!row && !row.absent && !!(row.text || row.code)
export const isSame = (one: readonly Row[], other: readonly Row[]) => JSON.stringify(one) === JSON.stringify(other)

export const nextRow = (rows: readonly Row[]) => Math.max(0, ...rows.map((one) => one.row)) + 1

/** The form's fields by section, in order. */
export function sectionsOf(fields: readonly DataEntryFormField[]): { title: string; fields: DataEntryFormField[] }[] {
  const sections: { title: string; fields: DataEntryFormField[] }[] = []
  for (const field of fields) {
    const last = sections.at(-1)
    if (last?.title === field.section) last.fields.push(field)
    else sections.push({ title: field.section, fields: [field] })
  }
  return sections
}

export const placeKey = (field: string, row: number) => `${field}/${row}`

/** The places of every value, for the reader beside the form. */
export const placesOf = (entry: DataEntry, titleOf: (field: string) => string): ShownPlace[] =>
  entry.values.flatMap((one) => (one.source?.region ? [{ id: placeKey(one.field, one.row), page: one.source.page, region: one.source.region, label: titleOf(one.field) }] : []))

export function saidOfPlace(source: SourcePlace | undefined): string {
  if (!source) return t('not marked')
  return source.region ? t('page {n}, box', { n: source.page }) : t('page {n}', { n: source.page })
}

export const findingsOf = (entry: DataEntry, field: string, row: number) => entry.findings.filter((one) => one.field === field && one.row === row)
export const isOpen = (finding: DataEntryFinding) => !finding.warning || !finding.answer

/** What keeps the entry from being checked: errors, warnings without an answer, items of the chart without one. */
export const openCount = (entry: DataEntry) =>
  entry.findings.filter(isOpen).length + entry.reconciliation.items.filter((one) => one.fault).length + entry.reconciliation.doubled.length

/** A value in one line, as it is verified. */
export const inWords = (value: DataEntryValue, field?: DataEntryFormField): string =>
  value.absent
    ? t('the note does not have it')
    : [field?.choices.find((one) => one.code === value.code)?.title ?? value.text, field?.units.find((one) => one.code === value.unit)?.title, field?.choices.length ? '' : value.code, value.side, value.since, value.detail].filter(Boolean).join(' · ')
