// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { q } from '@/api/queries'
import type { WorkItem } from '@/api/types'
import { paths } from '@/paths'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { HeldActs } from './HeldActs'
import { MessageTabs } from './MessageTabs'

/** The held message beside the queue: its ways out first, then its readings. */
export function HeldMessagePanel({ item, onDone }: { item: WorkItem; onDone: (said: string) => void }) {
  const query = useQuery(q.message(item.subject.id))
  const [tab, setTab] = useState('parsed')
  return (
    <Loaded query={query}>
      {(message) => (
        <>
          <HeldActs message={message} subject={item.id} onDone={onDone} />
          <Pane title="Message" actions={<AppLink className="small" to={paths.message(message.id)}>Open in the message browser</AppLink>}>
            <MessageTabs message={message} tab={tab} onTab={setTab} />
          </Pane>
        </>
      )}
    </Loaded>
  )
}
