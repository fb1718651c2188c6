// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api } from '@/api/client'
import type { DataEntry, DataEntryPrior, DataEntryStep, DataEntryVerification } from '@/api/types'
import type { Row } from './entry'

export type EntryAct =
  | { do: 'save'; field: string; values: Row[] }
  | { do: 'warning'; finding: string; words: string }
  | { do: 'prior'; body: Omit<DataEntryPrior, 'version'> }
  | { do: 'validate' } | { do: 'second' }
  | { do: 'verify'; body: Omit<DataEntryVerification, 'version'> }
  | { do: 'step'; body: DataEntryStep }

/** Acts on one entry, one after the other, so that each carries the version that the one before answered. */
export function useEntry(entry: DataEntry) {
  const client = useQueryClient()
  const version = useRef(entry.version)
  version.current = Math.max(version.current, entry.version)
  const queue = useRef<Promise<unknown>>(Promise.resolve())
  const run = (act: EntryAct): Promise<DataEntry> => {
    const now = version.current
    switch (act.do) {
      case 'save': return api.saveEntryField(entry.id, { version: now, field: act.field, values: act.values })
      case 'warning': return api.answerEntryWarning(entry.id, { version: now, finding: act.finding, words: act.words })
      case 'prior': return api.answerEntryPrior(entry.id, { ...act.body, version: now })
      case 'validate': return api.validateEntry(entry.id, { version: now })
      case 'second': return api.finishSecondEntry(entry.id, { version: now })
      case 'verify': return api.verifyEntry(entry.id, { ...act.body, version: now })
      case 'step': return api.stepOnEntry(entry.id, act.body)
    }
  }
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: (act: EntryAct) => {
      const mine = queue.current.catch(() => undefined).then(() => run(act)).then((after) => ((version.current = after.version), after))
      queue.current = mine
      return mine
    },
    onSuccess: (after, act) => {
      client.setQueryData(['data-entry', entry.id], after)
      if (act.do === 'save' || act.do === 'warning' || act.do === 'prior') return
      void client.invalidateQueries({ queryKey: ['data-entry'], predicate: ({ queryKey }) => queryKey[1] !== entry.id })
      void client.invalidateQueries({ queryKey: ['worklists'] })
      void client.invalidateQueries({ queryKey: ['worklist'] })
      void client.invalidateQueries({ queryKey: ['patient'] })
    },
  })
  return send
}
