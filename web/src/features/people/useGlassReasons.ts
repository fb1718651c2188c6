// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import type { Reason } from '@/api/types'
import { words } from '@/ui/format'

/** The sentence of a coded reason for breaking the glass, as the rule pack has it. */
export function useGlassReasons(): (code: string) => string {
  const { data: rules } = useQuery(q.rules())
  const { reasons = [] } = (rules?.find((one) => one.id === 'access/break-glass')?.parameters ?? {}) as { reasons?: Reason[] }
  return (code) => reasons.find((one) => one.code === code)?.sentence ?? words(code)
}
