// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import type { WorkItem } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { CopyActs } from './CopyActs'
import { CopySteps } from './Steps'

/** A copy that could not be sent, or that is asked back: what happened, and what can be done. */
export function CopyPanel({ item, onDone }: { item: WorkItem; onDone: (words: string) => void }) {
  if (item.subject.type === 'DistributionRecipient') return <Unknown item={item} />
  return <Shown item={item} onDone={onDone} />
}

function Shown({ item, onDone }: { item: WorkItem; onDone: (words: string) => void }) {
  const query = useQuery(q.copyOfItem(item.id))
  return (
    <Loaded query={query}>
      {(copy) => (
        <Pane title={copy.title}>
          <div className="stack">
            <p><AppLink to={paths.document(copy.document.id)}>{t('The document')}</AppLink></p>
            <CopySteps copy={copy} />
            <CopyActs copy={copy} onDone={onDone} />
          </div>
        </Pane>
      )}
    </Loaded>
  )
}

function Unknown({ item }: { item: WorkItem }) {
  const key = typeof item.detail.key === 'string' ? item.detail.key : ''
  return (
    <Pane title={t('Nobody knows how they are reached')}>
      <p>{said(typeof item.detail.title === 'string' ? item.detail.title : key)} <span className="mono small">{key}</span></p>
      <p><AppLink to={paths.distribution({ tab: 'recipients', of: key })}>{t('Say how they are reached; everything that waits for it goes out.')}</AppLink></p>
    </Pane>
  )
}
