// SPDX-License-Identifier: Apache-2.0
import type { CodeQuestions } from '@/api/types'
import { said, t } from '@/i18n'
import { noteWords } from './words'

export type LogicQuestion = NonNullable<CodeQuestions['question']>
export type LogicChoice = LogicQuestion['choices'][number]
export type LogicStep = CodeQuestions['steps'][number]

const bookWords: Record<string, string> = {
  diseases: t('A disease or an injury'), procedures: t('A procedure'), 'external-causes': t('An external cause'), neoplasms: t('A neoplasm, by its site'), drugs: t('A drug or chemical'),
}
const sideWords: Record<string, string> = { right: t('On the right'), left: t('On the left'), both: t('Both sides'), unspecified: t('The record does not say') }
const groupWords: Record<string, string> = { with: t('with'), 'due-to': t('due to'), in: t('in') }

/** The question in words: what is asked, and of what. */
export function questionWords({ asks, about, kind, number }: Pick<LogicQuestion, 'asks' | 'about' | 'kind' | 'number'>): string {
  switch (asks) {
    case 'book': return t('What is to be coded?')
    case 'main-term': return t('Which main term? The condition, not the part of the body')
    case 'sub-term': return t('What more does the record say of "{term}"?', { term: about })
    case 'column': return t('Which column of the table is meant for "{term}"?', { term: about })
    case 'side': return t('Which side: {title}?', { title: about })
    case 'character': return t('Which kind: {title}?', { title: about })
    case 'seventh': return t('Which 7th character: {title}?', { title: about })
    case 'excluded': return t('Does the record say one of these instead? Excludes1 at "{level}"', { level: about })
    case 'companion': return t('{kind}: is one of these documented? "{level}"', { kind: noteWords[kind ?? ''] ?? '', level: about })
    case 'axis': return about ? said(about) : t('Character {n}', { n: number })
    default: return about ? t('Which of these: {note}?', { note: about }) : t('Where does the way begin?')
  }
}

/** What is chosen, in words. `group` says what the server has no words for. */
export function choiceWords({ words, group }: Pick<LogicChoice, 'words' | 'group'>, asks: string): string {
  if (asks === 'book') return bookWords[words] ?? words
  if (asks === 'side') return sideWords[group ?? ''] ?? words
  if (group === 'own') return t('Nothing more: {title}', { title: words })
  if (group === 'none') return asks === 'excluded' ? t('No, none of these') : t('No, or nothing more')
  if (group === 'see') return t('see {term}', { term: words })
  if (group === 'see-also') return t('see also {term}', { term: words })
  return group && groupWords[group] ? `${groupWords[group]} ${words}` : words
}

export const whyWords: Record<string, string> = {
  'only-one': t('the only one that fits'), placeholder: t('the placeholder X keeps its place'), see: t('the index says see'), 'index-code': t('the code that the index gives'),
}
export function stopWords(why: string, at: string): string {
  if (why === 'names-condition') return t('The index asks for the condition itself: this term names none.')
  if (why === 'see-not-found') return t('The index says see "{term}", and leads no further.', { term: at })
  if (why === 'no-code-that-day') return t('The books of that day have no code at "{term}".', { term: at })
  return t('The index gives no code for "{term}".', { term: at })
}
export const companionWords: Record<string, string> = { manifestation: t('The manifestation, coded second') }
