// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import type { DistributionAct } from '@/api/types'
import { Reason } from '@/ui/Empty'
import { Said } from '@/ui/Said'
import { done } from '@/ui/toasts'

/** A step on a copy: what was refused is said where it was asked. */
export function useCopyAct(onDone?: (words: string) => void) {
  const client = useQueryClient()
  const [problem, setProblem] = useState<string>()
  const act = async (copy: string, body: DistributionAct, words: string) => {
    setProblem(undefined)
    try {
      await api.actOnCopy(copy, body)
      done(words)
      void client.invalidateQueries({ queryKey: ['distribution'] })
      onDone?.(words)
    } catch (error) {
      setProblem(asProblem(error).message)
    }
  }
  return { act, alert: <div role="alert">{problem && <Reason tone="bad"><Said>{problem}</Said></Reason>}</div> }
}
