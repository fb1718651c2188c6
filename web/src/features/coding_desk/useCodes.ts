// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { AbstractEntry, CodeToKeep, CodingCase, CodingStep, FindingAnswer, NewCodedLine } from '@/api/types'
import { t } from '@/i18n'
import { done } from '@/ui/toasts'
import type { Evidence } from './desk_context'
import { dotted, isProcedureCode, keysOf, placeOf, sheetOf, shown as named, systemOf, type Place, type Sheet } from './words'

/** What was not kept because the case had changed after it was shown; a step is looked at anew instead. */
export interface Refusal { what?: string; again?: () => void }
type Shown<Body> = Omit<Body, 'version'>

interface Change { change: (sheet: Sheet) => Sheet; adds?: CodeToKeep & { says?: string }; kept?: () => void }

/** What one does to a sheet: every change is kept at once, and the answer has the edits and the DRG that follow from it. */
export function useCodes(one: CodingCase) {
  const client = useQueryClient()
  const show = (after: CodingCase) => {
    client.setQueryData(q.codingCase(one.encounter).queryKey, after)
    void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'worklist' || queryKey[0] === 'worklists' || queryKey[0] === 'case-mix' })
  }
  const [refused, setRefused] = useState<Refusal>()
  const refuse = (error: Error, refusal: Refusal) => {
    void client.invalidateQueries({ queryKey: q.codingCase(one.encounter).queryKey })
    if (asProblem(error).status === 412) setRefused(refusal)
  }
  // One after the other: a second change waits for the state that the first one makes.
  const scope = { id: `coding-${one.encounter}` }
  const now = () => client.getQueryData(q.codingCase(one.encounter).queryKey) ?? one
  const taken = useMutation({ mutationFn: (body: CodeToKeep) => api.keepCode(body), onSuccess: (after) => client.setQueryData(q.keptCodes().queryKey, after) })
  // What is said of a code that was taken, and that it is among those taken last, is true once it was kept.
  const keep = useMutation({
    scope,
    mutationFn: ({ change }: Change) => api.keepCodes(one.encounter, { version: now().version, ...change(sheetOf(now())) }),
    onSuccess: (after, { adds, kept }) => {
      show(after)
      kept?.()
      if (!adds) return
      taken.mutate({ system: adds.system, code: adds.code })
      if (adds.says) done(adds.says)
    },
    onError: (error, change) => refuse(error, { what: change.adds?.code, again: () => keep.mutate(change) }),
  })
  const step = useMutation({ scope, mutationFn: (body: Shown<CodingStep>) => api.stepOnCoding(one.encounter, { version: now().version, ...body }), onSuccess: show, onError: (error) => refuse(error, {}) })
  const enter = useMutation({ scope, mutationFn: (body: Shown<AbstractEntry>) => api.enterAbstract(one.encounter, { version: now().version, ...body }), onSuccess: show, onError: (error, body) => refuse(error, { what: body.value, again: () => enter.mutate(body) }) })
  const answer = useMutation({ scope, mutationFn: (body: Shown<FindingAnswer>) => api.answerFinding(one.encounter, { version: now().version, ...body }), onSuccess: show, onError: (error, body) => refuse(error, { what: body.words, again: () => answer.mutate(body) }) })
  const verify = useMutation({ scope, mutationFn: (code: string) => api.verifyCode(one.encounter, { code }), onSuccess: show })

  const alter = (change: Change['change']) => keep.mutate({ change })
  /** Changes the lines of a place, told where the line of that key stands; a line that is gone changes nothing. */
  const at = (key: string, change: (lines: NewCodedLine[], index: number) => NewCodedLine[]) =>
    alter((sheet) => {
      const place = placeOf(key)!
      const index = keysOf(sheet[place], place).indexOf(key)
      return index < 0 ? sheet : { ...sheet, [place]: change(sheet[place], index) }
    })
  return {
    keep, step, enter, answer, verify, refused,
    letGo: () => setRefused(undefined),
    busy: keep.isPending || step.isPending || enter.isPending || answer.isPending,
    /** When a change was refused last: what was typed for it goes back to what stands. */
    refusedAt: keep.isError ? keep.submittedAt : 0,
    /** A diagnosis once; a procedure again for another day, once those that stand there have theirs; a service once more, on another day or with a modifier. */
    add: (line: NewCodedLine, place: Place = isProcedureCode(line.code) ? 'procedures' : 'diagnoses', says?: string) => {
      const stands = (sheet: Sheet) => place !== 'services' && sheet[place].some((other) => other.code === line.code && !(place === 'procedures' && other.done_on))
      const code = dotted(line.code, place !== 'diagnoses')
      if (stands(sheetOf(now()))) return done(place === 'procedures' ? t('{code} stands there without its day: say it first, then the code can be taken for another day.', { code }) : t('{code} stands among the codes already.', { code }))
      keep.mutate({ adds: { code: line.code, system: systemOf(place, line.code), says }, change: (sheet) => (stands(sheet) ? sheet : { ...sheet, [place]: [...sheet[place], line] }) })
    },
    change: (key: string, to: Partial<NewCodedLine>) => at(key, (lines, index) => lines.map((line, other) => (other === index ? { ...line, ...to } : line))),
    /** Taken away, with the way back: the line in its place. */
    remove: (key: string) => {
      const place = placeOf(key)!
      const from = keysOf(sheetOf(now())[place], place).indexOf(key)
      const gone = sheetOf(now())[place][from]
      if (!gone) return
      const back = () => alter((sheet) => ({ ...sheet, [place]: [...sheet[place].slice(0, from), gone, ...sheet[place].slice(from)] }))
      keep.mutate({
        change: (sheet) => ({ ...sheet, [place]: sheet[place].filter((_, index) => keysOf(sheet[place], place)[index] !== key) }),
        kept: () => done(t('{code} was taken away.', { code: named(key) }), back),
      })
    },
    move: (key: string, by: number) =>
      at(key, (lines, from) => {
        const to = by === -Infinity ? 0 : from + by
        if (to < 0 || to >= lines.length) return lines
        const rest = lines.filter((_, index) => index !== from)
        return [...rest.slice(0, to), lines[from]!, ...rest.slice(to)]
      }),
    addEvidence: (key: string, evidence: Evidence) => at(key, (lines, index) => lines.map((line, other) => (other === index ? { ...line, evidence: [...(line.evidence ?? []), evidence] } : line))),
  }
}
export type Codes = ReturnType<typeof useCodes>
