// SPDX-License-Identifier: Apache-2.0
// What is typed at the registration desk: kept as a draft, and put as a question to the index.
import { useCallback, useMemo } from 'react'
import type { IndexQuestion, NewPatient } from '@/api/types'
import { useDraft } from '@/ui/drafts'

export interface PersonDraft {
  family?: string; given?: string; middle?: string; suffix?: string; former?: string; birth_date?: string; sex?: string; birth_order?: string; mothers_maiden_name?: string; ssn?: string
  other_type?: string; other_value?: string; phone?: string; email?: string; street?: string; city?: string; region?: string; postal_code?: string
}

/** `19610402`, `1961 4 2`, `1961/04/02` → `1961-04-02`; what is not yet a date stays as it is typed. */
export function typedDate(text: string): string {
  const parts = /^\s*(\d{4})(?:[-/. ]?(\d{1,2})(?:[-/. ]?(\d{1,2}))?)?\s*$/.exec(text)
  if (!parts) return text.trim()
  return parts.slice(1).filter(Boolean).map((part) => part.padStart(2, '0')).join('-')
}

const said = (text: string | undefined) => text?.trim() || undefined

/** The question as the server takes it: nothing that was left empty. */
export function questionOf(person: PersonDraft): IndexQuestion & Pick<NewPatient, 'other_number'> {
  const { former, birth_date, birth_order, other_type, other_value, ...plain } = person
  const texts = Object.fromEntries(Object.entries(plain).flatMap(([key, value]) => (said(value) ? [[key, said(value)]] : [])))
  const order = Number(said(birth_order))
  return {
    ...texts,
    ...(said(birth_date) && { birth_date: typedDate(birth_date ?? '') }),
    ...(said(former) && { former_names: [said(former) ?? ''] }),
    ...(order > 0 && { birth_order: order }),
    ...(said(other_value) && { other_number: { type: other_type || 'DL', value: said(other_value) ?? '' } }),
  }
}

/** Enough to ask with: a name and one thing more, as the index would find nothing by less. */
export const isAskable = ({ family, given, birth_date, ssn, phone }: IndexQuestion) => !!family && family.length > 1 && !!(given || birth_date || ssn || phone)

/** The form's fields, which outlive a lock, a reload and a crash like every other draft. */
export function useRegistrationDraft(): [PersonDraft, (change: PersonDraft) => void, () => void] {
  const [text, setText, drop] = useDraft('registration')
  const person = useMemo(() => (text ? (JSON.parse(text) as PersonDraft) : {}), [text])
  const change = useCallback((part: PersonDraft) => setText(JSON.stringify({ ...person, ...part })), [person, setText])
  return [person, change, drop]
}
