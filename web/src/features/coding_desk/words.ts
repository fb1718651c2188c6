// SPDX-License-Identifier: Apache-2.0
import type { CodedLine, CodingCase, CodingQuestion, NewCodedLine } from '@/api/types'
import { t } from '@/i18n'

/** "S72011A" as the book writes it. */
export const dotted = (code: string, isProcedure = false) => (isProcedure || code.length <= 3 ? code : `${code.slice(0, 3)}.${code.slice(3)}`)
export const weightOf = (weight?: number) => (weight ? weight.toFixed(4) : '–')
export const signedWeight = (change: number) => `${change > 0 ? '+' : change < 0 ? '−' : '±'}${Math.abs(change).toFixed(4)}`
export const drgOf = (drg: number) => String(drg).padStart(3, '0')

export const poas = [
  { code: 'Y', words: t('Yes: there on admission') }, { code: 'N', words: t('No: it came afterwards') }, { code: 'U', words: t('The record does not say') },
  { code: 'W', words: t('It cannot be determined') }, { code: '1', words: t('Exempt') },
]
export const verdictWords: Record<string, string> = {
  same: t('Agrees'), 'poa-differs': t('Another POA'), 'place-differs': t('Another place'), 'left-out': t('The coder left it out'), added: t('The reviewer has it not'), 'service-differs': t('Other modifiers, units or day'),
}
export const severityWords: Record<string, string> = {
  CC: 'CC', MCC: 'MCC', CC_EXCLUDED: t('CC, excluded'), MCC_EXCLUDED: t('MCC, excluded'), CC_EXCLUDED_BY_DRG_LOGIC: t('CC, excluded'), MCC_EXCLUDED_BY_DRG_LOGIC: t('MCC, excluded'),
}

/** A line as it is sent back: the server keeps who wrote it. */
const sent = (line: CodedLine): NewCodedLine => ({
  code: line.code, poa: line.poa, origin: line.origin, index_path: line.index_path, done_on: line.done_on, modifiers: line.modifiers, units: line.units,
  evidence: line.evidence.flatMap(({ document, page, quote }) => (document ? [{ document, page, quote }] : [])),
})
export const places = ['diagnoses', 'procedures', 'services'] as const
export type Place = (typeof places)[number]
export type Sheet = Record<Place, NewCodedLine[]>
export const sheetOf = (one: CodingCase): Sheet => ({ diagnoses: one.diagnoses.map(sent), procedures: one.procedures.map(sent), services: one.services.map(sent) })

/** Lines by what they are: the same letters may be a diagnosis and a service, and a service may stand more than once. */
export const keysOf = (lines: readonly { code: string }[], place: Place) => lines.map((line, index) => `${place}/${line.code}/${lines.slice(0, index).filter((other) => other.code === line.code).length}`)
export const allKeys = (one: Record<Place, readonly { code: string }[]>) => places.flatMap((place) => keysOf(one[place], place))
export const placeOf = (key?: string) => key?.split('/')[0] as Place | undefined
export const codeOf = (key?: string) => key?.split('/')[1]
export const shown = (key?: string) => dotted(codeOf(key) ?? '', placeOf(key) !== 'diagnoses')
export const placeOfSystem = (system: string): Place => (system === 'icd10cm' ? 'diagnoses' : system === 'icd10pcs' ? 'procedures' : 'services')
export const systemOf = (place: Place, code: string) => (place === 'diagnoses' ? 'icd10cm' : place === 'procedures' ? 'icd10pcs' : /^[0-9]/.test(code) ? 'cpt' : 'hcpcs')

/** Seven letters and digits without O or I that begin no diagnosis of the same form are a procedure. */
export const isProcedureCode = (code: string) => /^[0-9BCDFGHX][0-9A-HJ-NP-Z]{6}$/.test(code) && !/^[A-Z][0-9][0-9A-Z][0-9A-Z]{3}[ADS]$/.test(code)

/** "+J96.01:N -E11.9 J96.01:N =I50.33" as a question; `wrong`: the first word that is no change. */
export function questionOf(words: string): { body?: CodingQuestion; wrong?: string } {
  const body: Required<Pick<CodingQuestion, 'add' | 'remove' | 'poa'>> & CodingQuestion = { add: [], remove: [], poa: [] }
  const changes = words.split(/[\s,;]+/).filter(Boolean)
  for (const word of changes) {
    const [, sign, code, poa] = /^([+=−-]?)([0-9a-z.]{3,8})(?::([ynuw1e]))?$/i.exec(word) ?? []
    const added = poa?.toUpperCase()
    if (!code || (!sign && !added) || (poa && sign && sign !== '+')) return { wrong: word }
    if (sign === '+') body.add.push({ code, ...(added && { poa: added }) })
    else if (sign === '=') body.principal = code
    else if (sign) body.remove.push(code)
    else body.poa.push({ code, poa: added! })
  }
  return changes.length > 0 ? { body } : {}
}

export const noteWords: Record<string, string> = {
  note: t('Note'), includes: t('Includes'), 'inclusion-term': t('Also called'), excludes1: t('Excludes1: never coded here with it'), excludes2: t('Excludes2: not part of it, may be coded beside it'),
  'code-first': t('Code first'), 'use-additional': t('Use additional code'), 'code-also': t('Code also'), 'seventh-character': t('7th character'),
}
export const shapeWords: Record<string, string> = {
  whole: t('A whole code'), unknown: t('No such code'), 'needs-more-characters': t('It goes on: choose below'), 'needs-seventh': t('Its 7th character lacks'), 'wrong-seventh': t('It has not this 7th character'), 'wrong-placeholder': t('The placeholder X lacks'),
}
