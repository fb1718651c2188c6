// SPDX-License-Identifier: Apache-2.0
// What a clerk says of a document: begins with what is surely suggested, asks anew for everything that belongs to another patient. Pure.
import type { PatientBrief, ScanDocument, ScanDocumentType, ScanIndex } from '@/api/types'

export type Identifier = 'name' | 'birth_date' | 'mrn'
export interface IndexDraft {
  patient?: PatientBrief
  confirmed: Identifier[]
  encounter: string
  type: string
  service_date: string
  author: string
  expected: string
  answered: string[]
  again: { patient?: string; type?: string; service_date?: string }
  /** Taken over from the document before by its own key. */
  same?: boolean
}
export const emptyDraft: IndexDraft = { confirmed: [], encounter: '', type: '', service_date: '', author: '', expected: '', answered: [], again: {} }

/** So sure must the machine be before a field is filled for the clerk; the percentage stands beside it all the same. */
const sure = 70
const surest = (list: readonly { value: string; confidence: number }[]) => (list[0] && list[0].confidence >= sure ? list[0].value : '')

/** The form as it is opened: what was indexed before, else what is suggested. The two identifiers are never ticked by a machine. */
export function draftOf(document: ScanDocument): IndexDraft {
  const { suggestions } = document
  const likely = suggestions.patients[0]
  const patient = document.patient ?? (likely && likely.confidence >= sure ? likely.patient : undefined)
  const visit = suggestions.encounters[0]
  return {
    ...emptyDraft,
    patient,
    encounter: document.encounter ?? (patient && visit && visit.confidence >= sure ? visit.id : ''),
    type: document.type?.code ?? surest(suggestions.types),
    service_date: document.service_date ?? surest(suggestions.service_dates),
    author: document.author ?? '',
    expected: patient && (suggestions.expected[0]?.confidence ?? 0) >= sure ? (suggestions.expected[0]?.item ?? '') : '',
  }
}

/** Another patient: what was compared, chosen and answered was said of the one before. */
export const withPatient = (draft: IndexDraft, patient: PatientBrief | undefined): IndexDraft =>
  patient?.id === draft.patient?.id ? draft : { ...draft, patient, confirmed: [], encounter: '', expected: '', answered: [], again: {}, same: false }

/** Everything of the document before, but for the comparison with this page. */
export function asPrevious(draft: IndexDraft, previous: Pick<ScanDocument, 'patient' | 'encounter' | 'type' | 'service_date' | 'author'>): IndexDraft {
  return { ...withPatient(draft, previous.patient), confirmed: [], encounter: previous.encounter ?? '', type: previous.type?.code ?? draft.type, service_date: previous.service_date ?? draft.service_date, author: previous.author ?? '', same: true }
}

export type FieldName = 'patient' | 'encounter' | 'type' | 'service_date' | 'author'
/** What a document of this type needs, as the rule pack says; before a type is chosen whose and what it is. */
export const requiredOf = (types: readonly ScanDocumentType[], code: string): ReadonlySet<string> => new Set(types.find((one) => one.code === code)?.required ?? ['patient', 'type'])

/** The required fields that are still empty, in the order of the form. */
export const missingOf = (draft: IndexDraft, required: ReadonlySet<string>): FieldName[] =>
  (['patient', 'type', 'service_date', 'encounter', 'author'] as const).filter((name) => required.has(name) && !(name === 'patient' ? draft.patient : draft[name].trim()))

/** What is sent: nothing that was left empty. */
export function commandOf(draft: IndexDraft, version: number): ScanIndex {
  const again = Object.fromEntries(Object.entries(draft.again).filter(([, value]) => value?.trim()))
  return {
    patient: draft.patient?.id ?? '', confirmed: draft.confirmed, type: draft.type, version, answered: draft.answered,
    ...(draft.encounter && { encounter: draft.encounter }), ...(draft.service_date && { service_date: draft.service_date }),
    ...(draft.author.trim() && { author: draft.author.trim() }), ...(draft.expected && { expected: draft.expected }), ...(Object.keys(again).length && { again }),
  }
}

const folded = (text: string) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
/** Types whose code begins so or whose name has all these word beginnings. */
export function typesFitting(types: readonly ScanDocumentType[], text: string): ScanDocumentType[] {
  const wanted = folded(text).split(/\s+/).filter(Boolean)
  return types.filter((one) => one.code.startsWith(text.trim()) || wanted.every((word) => folded(one.display).split(/[^\p{L}\p{N}]+/u).some((own) => own.startsWith(word))))
}
