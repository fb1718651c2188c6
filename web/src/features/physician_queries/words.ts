// SPDX-License-Identifier: Apache-2.0
import { t } from '@/i18n'
import type { NewQuery, PhysicianQuery, QueryFinding } from '@/api/types'

const purposes: Record<string, string> = {
  specificity: t('More detail of what is documented'), 'clinical-validation': t('Whether a documented diagnosis stands'), 'procedure-detail': t('Detail of a procedure'),
  'missing-diagnosis': t('Findings without a diagnosis'), conflict: t('Notes that contradict each other'), 'present-on-admission': t('Present on admission or not'), 'cause-and-effect': t('Whether two conditions are related'),
}
const formats: Record<string, string> = { open: t('Open: answered in words'), choice: t('Choices'), 'yes-no': t('Yes or no') }
const places: Record<QueryFinding['where'], string> = { title: t('Title'), question: t('Question'), choice: t('Choice'), indicator: t('Quote') }

export const purposeWords = (code: string) => purposes[code] ?? code
export const formatWords = (code: string) => formats[code] ?? code
export const whereWords = (one: QueryFinding) => (one.number > 0 ? `${places[one.where]} ${one.number}` : places[one.where])

export interface Quote { document: { type: string; id: string }; title: string; page: number; quote: string; says_earlier: boolean }

/** What stands on the screen, as it is sent. */
export interface Words { purpose: string; format: NewQuery['format']; title: string; question: string; choices: string; to: string; quotes: Quote[]; template: string }

export const nothing: Words = { purpose: 'missing-diagnosis', format: 'open', title: '', question: '', choices: '', to: '', quotes: [], template: '' }

export const wordsOf = (query: PhysicianQuery): Words => ({
  purpose: query.purpose, format: query.format, title: query.title, question: query.question, choices: query.choices.join('\n'), to: query.to?.id ?? '', template: '',
  quotes: query.findings.map(({ document, title, page, quote, says_earlier }) => ({ document, title, page, quote, says_earlier })),
})

export const bodyOf = (words: Words, patient: string, encounter: string): NewQuery => ({
  patient, encounter, purpose: words.purpose, format: words.format, title: words.title, question: words.question,
  choices: words.format === 'open' ? [] : words.choices.split('\n').map((one) => one.trim()).filter(Boolean),
  findings: words.quotes.map(({ document, page, quote, says_earlier }) => ({ document, page, quote, says_earlier })), to: words.to, template: words.template,
})
