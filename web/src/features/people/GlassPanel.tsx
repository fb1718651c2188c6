// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { q } from '@/api/queries'
import type { WorkItem } from '@/api/types'
import { Act } from '@/ui/Act'
import { at, words } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import { Facts, Pane } from '@/ui/Page'
import { useMay } from '@/ui/session'
import { userName } from './glass'
import { ReviewDialog } from './ReviewDialog'

/** The use of the glass that this item asks to review. */
export function GlassPanel({ item, onDone }: { item: WorkItem; onDone: (said: string) => void }) {
  const query = useQuery(q.glassUses(false))
  const permission = useMay('review-glass')
  const [open, setOpen] = useState(false)
  useHotkeys('Glass review', [{ keys: 'm', label: 'Review', run: () => permission.allowed && setOpen(true) }])
  return (
    <Loaded query={query}>
      {(uses) => {
        const use = uses.find((one) => one.id === item.subject.id)
        if (!use) return <p className="soft small">The use itself is listed under “Broken glass”.</p>
        return (
          <>
            {!use.reviewed && <div><Act variant="filled" hint="m" {...permission} onClick={() => setOpen(true)}>Review</Act></div>}
            <Pane title="What happened">
              <Facts facts={[{ name: 'Who', value: userName(use) }, { name: 'From', value: at(use.at) }, { name: 'Until', value: at(use.until) }, { name: 'Reason', value: words(use.reason) }, { name: 'Explanation', value: use.explanation }]} />
            </Pane>
            {open && <ReviewDialog use={use} onClose={() => setOpen(false)} onDone={() => onDone('Reviewed.')} />}
          </>
        )
      }}
    </Loaded>
  )
}
