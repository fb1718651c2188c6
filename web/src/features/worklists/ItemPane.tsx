// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { Suspense, useLayoutEffect, useRef, useState } from 'react'
import { q } from '@/api/queries'
import type { ActRequest, EventOption, Reason as CodedReason, WorkItem } from '@/api/types'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { Button } from '@mantine/core'
import { said, t } from '@/i18n'
import { Lines, Reason } from '@/ui/Empty'
import { at, brief, due, words } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { Icon } from '@/ui/icons'
import { Loaded } from '@/ui/Loaded'
import { AppLink, useGo } from '@/ui/navigate'
import { Facts, Pane } from '@/ui/Page'
import { PatientLine } from '@/ui/PatientBanner'
import { Said } from '@/ui/Said'
import { Tag } from '@/ui/Tag'
import { failed } from '@/ui/toasts'
import { ActDialog } from './ActDialog'
import { Detail } from './Detail'
import styles from './ItemPane.module.css'
import { letters } from './item_keys'
import type { Panel } from './panels'
import { refusalOf, type useActs } from './useActs'

interface Props {
  id: string
  place: string
  panel?: Panel
  reasons: CodedReason[]
  acts: ReturnType<typeof useActs>
  onBack: () => void
}

const asked = new Set(['assign', 'note', 'wait'])

/** The item beside the list: why it waits, what it is about, and what may be done with it. */
export function ItemPane(props: Props) {
  const query = useQuery(q.workItem(props.id))
  return (
    <Loaded query={query} loading={<Lines count={10} label={t('Loading the item')} />}>
      {(item) => <ItemBody key={item.id} item={item} {...props} />}
    </Loaded>
  )
}

function ItemBody({ item, place, panel, reasons, acts, onBack }: Props & { item: WorkItem }) {
  const go = useGo()
  const [step, setStep] = useState<EventOption | null>(null)
  const article = useRef<HTMLElement>(null)
  // What had the focus went with the item before: the focus stays in the pane.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) article.current?.closest('aside')?.focus({ preventScroll: true })
  }, [])
  const own = (event: EventOption) => panel?.steps?.[event.event]
  const needsDialog = (event: EventOption) => event.needs_reason || asked.has(event.event) || !!own(event)?.asks
  const offered = item.events
    .filter((event) => !panel?.covers.test(event.event) && !(event.event === 'release' && !item.owner))
    .map((event) => ({ ...event, title: own(event)?.title ?? event.title }))
  // What every item has comes first and keeps its place; the queue's own steps follow in their order.
  const events = [...offered.filter((event) => letters[event.event]), ...offered.filter((event) => !letters[event.event])]
  const run = (event: EventOption, request: Omit<ActRequest, 'version'>) =>
    acts.act.mutate({ item, request, title: said(event.title), onward: own(event)?.onward }, {
      onSuccess: () => setStep(null),
      onError: (error) => !step && failed(refusalOf(error)),
    })
  const start = (event: EventOption | undefined) => {
    if (!event) return
    if (!event.allowed) failed(event.why ?? t('Not possible now.'))
    else if (needsDialog(event)) setStep(event)
    else run(event, { event: event.event })
  }
  const bare = events.filter((event) => !letters[event.event] && !own(event))
  const keyOf = (event: EventOption) => letters[event.event] ?? own(event)?.keys ?? (bare.indexOf(event) < 9 ? String(bare.indexOf(event) + 1) : undefined)
  // Many steps are mostly taken by messages; they stand ready without filling the screen, and their digits work either way.
  const isLong = bare.length > 4
  const common = events.filter((event) => !bare.includes(event))
  const button = (event: EventOption) => <Act key={event.event} size="compact-sm" allowed={event.allowed} why={event.why} hint={keyOf(event)} onClick={() => start(event)}><Said>{event.title}</Said></Act>
  const { patient } = item
  useHotkeys(t('This item'), [
    ...events.flatMap((event) => (keyOf(event) ? [{ keys: keyOf(event)!, label: said(event.title), atOnce: !needsDialog(event), run: () => start(event) }] : [])),
    ...(patient && !panel?.whole ? [{ keys: 'o', label: t('Open the chart'), run: () => go(paths.chart(patient.id)) }] : []),
    { keys: 'escape', label: t('Back to the list'), run: onBack },
  ])
  const Body = panel?.component
  const exact = typeof item.detail.sentence === 'string' && item.detail.sentence !== item.reason?.sentence ? item.detail.sentence : ''
  return (
    <article ref={article} className={styles.item} aria-labelledby="item-title">
      <header className={styles.header}>
        <div className={styles.titles}>
          <p className="soft small num row"><Button size="compact-xs" variant="subtle" className={styles.back} leftSection={<Icon name="back" size={12} />} onClick={onBack}>{t('List')}</Button><span>{place}</span></p>
          <h2 id="item-title" tabIndex={-1}>{panel?.title ?? item.title}</h2>
          {patient && !panel?.whole && <AppLink to={paths.chart(patient.id)} className="plain"><PatientLine patient={patient} /></AppLink>}
        </div>
        <div className={styles.tags}>
          <Tag tone="accent"><Said>{item.state_title}</Said></Tag>
          {item.priority !== 'routine' && <Tag tone={item.priority === 'stat' ? 'bad' : 'warn'} icon="warning">{item.priority === 'stat' ? t('STAT') : t('Urgent')}</Tag>}
          {item.due_at && !item.closed_at && <Tag tone={item.overdue ? 'bad' : 'plain'} icon="clock">{due(item.due_at)}</Tag>}
        </div>
      </header>
      <div className={`${styles.acts} no-print`} role="group" aria-label={t('Steps')}>
        {(isLong ? common : events).map(button)}
      </div>
      {isLong && (
        <details className={`${styles.more} no-print`}>
          <summary>{t('Steps by hand ({n})', { n: bare.length })}</summary>
          <div className={styles.acts} role="group" aria-label={t('Steps by hand')}>{bare.map(button)}</div>
        </details>
      )}
      {item.reason && !panel?.whole && <Reason title={t('Why it waits')}><Said>{item.reason.sentence}</Said>{exact && <p><Said>{exact}</Said></p>}</Reason>}
      {item.note && <Reason tone="info" icon="note" title={t('Note')}>{item.note}</Reason>}
      {Body && <Suspense fallback={<Lines count={6} />}><Body item={item} onDone={() => acts.gone([item.id])} /></Suspense>}
      {!panel?.whole && <Detail item={item} />}
      <Pane title={t('Item')}>
        <Facts
          facts={[
            { name: t('Owner'), value: item.owner?.name ?? t('nobody yet') },
            { name: t('Team'), value: item.pool },
            item.due_at && { name: t('Due'), value: item.clock_basis ? t('{when}, counted from: {basis}', { when: at(item.due_at), basis: said(words(item.clock_basis)).toLowerCase() }) : at(item.due_at) },
            item.waiting_until && { name: t('Waits until'), value: at(item.waiting_until) },
            { name: t('Came'), value: at(item.created_at) },
            { name: t('Last step'), value: brief(item.changed_at) },
            item.closed_at && { name: t('Closed'), value: at(item.closed_at) },
            item.escalations > 0 && { name: t('Escalated'), value: t('{n, plural, one {# time} other {# times}}', { n: item.escalations }) },
            { name: t('Rule'), value: item.rule },
            { name: t('Number'), value: <span className="mono">{item.id}</span> },
          ]}
        />
      </Pane>
      {step && (
        <ActDialog
          event={step}
          asks={own(step)?.asks}
          reasons={step.reasons?.length ? step.reasons : reasons}
          draft={item.id}
          about={`${item.title}${place ? `, ${place}` : ''}`}
          busy={acts.act.isPending}
          problem={acts.act.error ? refusalOf(acts.act.error) : undefined}
          onClose={() => (acts.act.reset(), setStep(null))}
          onRun={(request) => run(step, request)}
        />
      )}
    </article>
  )
}
