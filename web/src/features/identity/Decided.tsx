// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { IdentityPair, WorkItem } from '@/api/types'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { Reason } from '@/ui/Empty'
import { at } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { Said } from '@/ui/Said'
import { useMay, useSession } from '@/ui/session'
import { UnmergeDialog } from '@/ui/UnmergeDialog'
import styles from './IdentityPanel.module.css'
import { stepTitle } from './Steps'

const finals = new Set(['merge', 'not-a-match', 'withdraw'])

/**
 * How the pair was decided, by whom and when. Whoever was about to decide it too is told; a merge can be taken back. `wasOpen`: this
 * person saw the pair open, whichever of the pair and its work item was the first to tell that it is not.
 */
export function Decided({ pair, item, wasOpen, onDone }: { pair: IdentityPair; item: WorkItem; wasOpen: boolean; onDone: (said: string) => void }) {
  const client = useQueryClient()
  const session = useSession()
  const permission = useMay('link-patients')
  const [asking, setAsking] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const last = pair.steps.findLast((step) => finals.has(step.event))
  // It was open when this person began to look: somebody was faster.
  const isRace = wasOpen && !!last && last.by?.id !== session.user.id
  useEffect(() => {
    if (isRace) box.current?.focus()
  }, [isRace])
  const link = pair.left.merged_into === pair.right.id ? { survivor: pair.right, absorbed: pair.left } : pair.right.merged_into === pair.left.id ? { survivor: pair.left, absorbed: pair.right } : undefined
  useHotkeys(t('Two records'), link ? [{ keys: 'm', label: t('Unmerge'), run: () => permission.allowed && setAsking(true) }] : [])
  return (
    <div ref={box} className={styles.verdict} tabIndex={-1} role={isRace ? 'alert' : undefined}>
      <Reason tone={isRace ? 'warn' : 'info'} title={isRace ? t('Somebody was faster') : t('Decided')}>
        {last ? (
          <>
            {t('{act} by {name}, {when}', { act: stepTitle(last), name: last.by?.name ?? t('the index'), when: at(last.at) })}{last.reason && <>: <Said>{last.reason.sentence}</Said></>}
            {last.note && <> <q>{last.note}</q></>}
            {isRace && <p>{t('Nothing of yours was done.')}</p>}
          </>
        ) : (
          <Said>{item.state_title}</Said>
        )}
      </Reason>
      <div className="row">
        {isRace && <Act onClick={() => onDone('')}>{t('Next pair')}</Act>}
        {link && <Act hint="m" {...permission} onClick={() => setAsking(true)}>{t('Unmerge…')}</Act>}
      </div>
      {asking && link && (
        <UnmergeDialog
          {...link}
          onClose={() => setAsking(false)}
          onDone={() => {
            setAsking(false)
            void client.invalidateQueries({ queryKey: ['identity', item.id] })
          }}
        />
      )}
    </div>
  )
}
