// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import type { ScanBatch, ScanEdit } from '@/api/types'
import { inversesOf } from './batch'

/** What is done to a batch. The server's answer is the batch; a refusal is kept in its own words until the next act. */
export function useBatch(batch: ScanBatch) {
  const client = useQueryClient()
  const [undo, setUndo] = useState<ScanEdit[][]>([])
  const [editing, setEditing] = useState(false)
  // The newest that is known: what the server answered is there before it is drawn.
  const latest = useRef(batch)
  if (batch.version >= latest.current.version) latest.current = batch
  const took = useCallback((next: ScanBatch) => {
    latest.current = next
    client.setQueryData(['scan', next.id], next)
    void client.invalidateQueries({ queryKey: ['scans'] })
  }, [client])
  const run = useMutation({
    meta: { quiet: true },
    mutationFn: (act: () => Promise<ScanBatch>) => act(),
    onSuccess: took,
    onError: (error) => {
      // Somebody else was faster: what they did is shown beside the refusal.
      if (asProblem(error).status === 412) void client.invalidateQueries({ queryKey: ['scan', latest.current.id] })
    },
  })
  const send = async (edits: ScanEdit[], isUndo: boolean) => {
    const before = latest.current
    setEditing(true)
    const after = await run.mutateAsync(() => api.editScan(before.id, { edits, version: before.version })).catch(() => undefined)
    setEditing(false)
    if (!after) return
    const back = isUndo ? [] : edits.flatMap((one) => inversesOf(one, before, after))
    setUndo((list) => (isUndo ? list.slice(0, -1) : back.length ? [...list, back] : []))
  }
  return {
    run: (act: () => Promise<ScanBatch>) => run.mutateAsync(act).catch(() => undefined),
    took,
    edit: (one: ScanEdit) => send([one], false),
    undo: undo.length ? () => send(undo.at(-1) as ScanEdit[], true) : undefined,
    isBusy: run.isPending || editing,
    problem: run.error ? asProblem(run.error) : undefined,
    clear: run.reset,
  }
}
export type BatchActs = ReturnType<typeof useBatch>
