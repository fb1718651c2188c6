// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { q } from '@/api/queries'
import type { IdentityPair, WorkItem } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { Lines } from '@/ui/Empty'
import { percent } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { Icon } from '@/ui/icons'
import { Loaded } from '@/ui/Loaded'
import { useGo } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import { Tag } from '@/ui/Tag'
import { Compare } from './Compare'
import { Decided } from './Decided'
import { Guards } from './Guards'
import styles from './IdentityPanel.module.css'
import { MergeDialog, type Side } from './MergeDialog'
import { Steps } from './Steps'
import { bandSentence, weight } from './verdict'
import { Waterfall } from './Waterfall'

interface Props { item: WorkItem; onDone: (said: string) => void }

/** One person or two: the records beside each other, why they are thought to be one, and what may be done with them. */
export function IdentityPanel({ item, onDone }: Props) {
  const query = useQuery(q.identityPair(item.id))
  return <Loaded query={query} loading={<Lines count={12} label={t('Loading the two records')} />}>{(pair) => <Pair pair={pair} item={item} onDone={onDone} />}</Loaded>
}

function Pair({ pair, item, onDone }: Props & { pair: IdentityPair }) {
  const go = useGo()
  const [side, setSide] = useState<Side | null>(null)
  // The pair may know already what the item on the screen does not: somebody else was faster.
  const isOpen = !item.closed_at && !pair.item.closed_at
  const [wasOpen] = useState(isOpen)
  const offer = pair.item.events.find((event) => event.event === 'merge')
  const merge = { allowed: isOpen && !!offer?.allowed, why: !isOpen ? t('This pair is decided.') : (offer?.why ?? t('Not possible now.')) }
  const ask = (survivor: Side) => merge.allowed && setSide(survivor)
  useHotkeys(t('Two records'), [
    ...(isOpen
      ? [
          { keys: 'm', label: t('Merge: compare and choose who survives'), run: () => ask('left') },
          { keys: 'arrowleft', label: t('Merge: the left, older record survives'), run: () => ask('left') },
          { keys: 'arrowright', label: t('Merge: the right, newer record survives'), run: () => ask('right') },
        ]
      : []),
    { keys: '1', label: t('Open the chart of the older record'), run: () => go(paths.chart(pair.left.id)) },
    { keys: '2', label: t('Open the chart of the newer record'), run: () => go(paths.chart(pair.right.id)) },
  ])
  return (
    <div className={styles.pair}>
      {!isOpen && <Decided pair={pair} item={item} wasOpen={wasOpen} onDone={onDone} />}
      <Verdict pair={pair}>{isOpen && <Act variant="filled" hint="m" {...merge} onClick={() => ask('left')}>{t('Merge…')}</Act>}</Verdict>
      <Pane title={t('The two records')} flush><Compare pair={pair} /></Pane>
      <Pane title={t('Why they look like one person')}><Waterfall prior={pair.prior_bits} parts={pair.fields} bits={pair.bits} probability={pair.probability} />
        <p className="soft small"><Icon name="rule" size={12} /> {bandSentence[pair.band]} {pair.rule} · {pair.model}</p>
      </Pane>
      <Steps steps={pair.steps} />
      {side && <MergeDialog pair={pair} first={side} onClose={() => setSide(null)} onDone={onDone} />}
    </div>
  )
}

/** The verdict in one line, and what forbids deciding without a person. */
function Verdict({ pair, children }: { pair: IdentityPair; children: ReactNode }) {
  return (
    <section aria-label={t('Verdict')} className={styles.verdict}>
      <div className={styles.line}>
        {children}
        <strong className={styles.probability}>{percent(pair.probability)}</strong> {t('one person')}
        <Tag tone={pair.band === 'ignore' ? 'plain' : 'accent'}>{t('weight {n}', { n: weight(pair.bits) })}</Tag>
        <span className="soft small">{!pair.guards.length && <Said>{pair.item.reason?.sentence ?? bandSentence[pair.band]}</Said>}</span>
      </div>
      <Guards guards={pair.guards} />
    </section>
  )
}
