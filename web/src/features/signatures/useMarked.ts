// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Readied } from './mine'

type Marks = ReadonlyMap<string, Readied>
const none: Marks = new Map()
const marks = ['marked-to-sign']

/** What was read and waits for one password. It outlives a look into a chart, and ends with the session as everything does that the server said. */
export function useMarked(): [Marks, (next: Marks) => void] {
  const client = useQueryClient()
  const { data } = useQuery<Marks>({ queryKey: marks, queryFn: () => none, enabled: false, initialData: none, staleTime: Infinity, gcTime: Infinity, structuralSharing: false })
  const set = useCallback((next: Marks) => void client.setQueryData(marks, next), [client])
  return [data, set]
}
