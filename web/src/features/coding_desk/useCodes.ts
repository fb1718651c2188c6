// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { AbstractEntry, CodeToKeep, CodingCase, CodingStep, FindingAnswer, NewCodedLine } from '@/api/types'
import { done } from '@/ui/toasts'
import type { Evidence } from './desk_context'
import { isProcedureCode, sheetOf, type Sheet } from './words'

/** What was not kept because the case had changed after it was shown; a step is looked at anew instead. */
export interface Refusal { what?: string; again?: () => void }
type Shown<Body> = Omit<Body, 'version'>

interface Change { change: (sheet: Sheet) => Sheet; adds?: CodeToKeep & { says?: string } }

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
    onSuccess: (after, { adds }) => {
      show(after)
      if (!adds) return
      taken.mutate({ system: adds.system, code: adds.code })
      if (adds.says) done(adds.says)
    },
    onError: (error, change) => refuse(error, { what: change.adds?.code, again: () => keep.mutate(change) }),
  })
  const step = useMutation({ scope, mutationFn: (body: Shown<CodingStep>) => api.stepOnCoding(one.encounter, { version: now().version, ...body }), onSuccess: show, onError: (error) => refuse(error, {}) })
  const enter = useMutation({ scope, mutationFn: (body: Shown<AbstractEntry>) => api.enterAbstract(one.encounter, { version: now().version, ...body }), onSuccess: show, onError: (error, body) => refuse(error, { what: body.value, again: () => enter.mutate(body) }) })
  const answer = useMutation({ scope, mutationFn: (body: Shown<FindingAnswer>) => api.answerFinding(one.encounter, { version: now().version, ...body }), onSuccess: show, onError: (error, body) => refuse(error, { what: body.words, again: () => answer.mutate(body) }) })

  const both = (sheet: Sheet, change: (lines: NewCodedLine[]) => NewCodedLine[]): Sheet => ({ diagnoses: change(sheet.diagnoses), procedures: change(sheet.procedures) })
  const alter = (change: Change['change']) => keep.mutate({ change })
  return {
    keep, step, enter, answer, refused,
    letGo: () => setRefused(undefined),
    busy: keep.isPending || step.isPending || enter.isPending || answer.isPending,
    add: (line: NewCodedLine, isProcedure = isProcedureCode(line.code), says?: string) =>
      keep.mutate({
        adds: { code: line.code, system: isProcedure ? 'icd10pcs' : 'icd10cm', says },
        change: (sheet) => {
          const place = isProcedure ? 'procedures' : 'diagnoses'
          return sheet[place].some((other) => other.code === line.code) ? sheet : { ...sheet, [place]: [...sheet[place], line] }
        },
      }),
    change: (code: string, to: Partial<NewCodedLine>) => alter((sheet) => both(sheet, (lines) => lines.map((line) => (line.code === code ? { ...line, ...to } : line)))),
    remove: (code: string) => alter((sheet) => both(sheet, (lines) => lines.filter((line) => line.code !== code))),
    move: (code: string, by: number) =>
      alter((sheet) => both(sheet, (lines) => {
        const from = lines.findIndex((line) => line.code === code)
        const to = by === -Infinity ? 0 : from + by
        if (from < 0 || to < 0 || to >= lines.length) return lines
        const rest = lines.filter((_, index) => index !== from)
        return [...rest.slice(0, to), lines[from]!, ...rest.slice(to)]
      })),
    addEvidence: (code: string, evidence: Evidence) =>
      alter((sheet) => both(sheet, (lines) => lines.map((line) => (line.code === code ? { ...line, evidence: [...(line.evidence ?? []), evidence] } : line)))),
  }
}
export type Codes = ReturnType<typeof useCodes>
