// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem, type Problem } from '@/api/http'

/** One act at a time: what it answers is shown anew, what it refuses stands beside it. */
export function useAct() {
  const client = useQueryClient()
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const run = async (act: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true)
    setProblem(undefined)
    try {
      await act()
      await Promise.all([client.invalidateQueries({ queryKey: ['downtime'] }), client.invalidateQueries({ queryKey: ['disasters'] })])
      return true
    } catch (error) {
      setProblem(asProblem(error))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { run, busy, problem }
}
