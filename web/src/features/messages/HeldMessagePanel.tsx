// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import type { WorkItem } from '@/api/types'
import { Loaded } from '@/ui/Loaded'
import { HeldActs } from './HeldActs'
import { MessageReading } from './MessageReading'

/** The held message beside the queue: its ways out first, then its readings. */
export function HeldMessagePanel({ item, onDone }: { item: WorkItem; onDone: (said: string) => void }) {
  const query = useQuery(q.message(item.subject.id))
  return (
    <Loaded query={query}>
      {(message) => (
        <>
          <HeldActs message={message} subject={item.id} onDone={onDone} />
          <MessageReading id={message.id} />
        </>
      )}
    </Loaded>
  )
}
