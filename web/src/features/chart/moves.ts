// SPDX-License-Identifier: Apache-2.0
import type { QueryClient } from '@tanstack/react-query'
import type { RecordMove } from '@/api/types'

/** Both charts, their pages and the worklists are as they are now; what somebody else's number holds may have changed too. */
export function refreshAfterMove(client: QueryClient) {
  for (const key of ['patient', 'document', 'encounter', 'move-preview', 'overlay', 'misfile', 'worklists', 'worklist', 'home']) void client.invalidateQueries({ queryKey: [key] })
}

/** The next entry to read once what moved has left `entries`: the one in the place of `id`, else the last that stays. */
export function nextAfter(entries: readonly { id: string; resource: { type: string; id: string } }[], id: string, move: Pick<RecordMove, 'pieces'>): string | undefined {
  const gone = new Set(move.pieces.map((piece) => `${piece.type}/${piece.id}`))
  const goes = (entry: { resource: { type: string; id: string } }) => gone.has(`${entry.resource.type}/${entry.resource.id}`)
  const place = entries.findIndex((entry) => entry.id === id)
  const next = entries.slice(place + 1).find((entry) => !goes(entry)) ?? entries.slice(0, Math.max(0, place)).findLast((entry) => !goes(entry))
  return next?.id
}
