// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { Suspense, useLayoutEffect, useRef, useState } from 'react'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { ActRequest, EventOption, Reason as CodedReason, WorkItem } from '@/api/types'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { Button } from '@mantine/core'
import { Lines, Reason } from '@/ui/Empty'
import { at, brief, due } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { Icon } from '@/ui/icons'
import { Loaded } from '@/ui/Loaded'
import { AppLink, useGo } from '@/ui/navigate'
import { Facts, Pane } from '@/ui/Page'
import { PatientLine } from '@/ui/PatientBanner'
import { Tag } from '@/ui/Tag'
import { failed } from '@/ui/toasts'
import { ActDialog } from './ActDialog'
import { Detail } from './Detail'
import styles from './ItemPane.module.css'
import { letters } from './item_keys'
import type { Panel } from './panels'
import type { useActs } from './useActs'

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
    <Loaded query={query} loading={<Lines count={10} label="Loading the item" />}>
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
    acts.act.mutate({ item, request, title: event.title, onward: own(event)?.onward }, {
      onSuccess: () => setStep(null),
      onError: (error) => !step && failed(asProblem(error).message),
    })
  const start = (event: EventOption | undefined) => {
    if (!event) return
    if (!event.allowed) failed(event.why ?? 'Not possible now.')
    else if (needsDialog(event)) setStep(event)
    else run(event, { event: event.event })
  }
  const bare = events.filter((event) => !letters[event.event] && !own(event))
  const keyOf = (event: EventOption) => letters[event.event] ?? own(event)?.keys ?? (bare.indexOf(event) < 9 ? String(bare.indexOf(event) + 1) : undefined)
  // Many steps are mostly taken by messages; they stand ready without filling the screen, and their digits work either way.
  const isLong = bare.length > 4
  const common = events.filter((event) => !bare.includes(event))
  const button = (event: EventOption) => <Act key={event.event} size="compact-sm" allowed={event.allowed} why={event.why} hint={keyOf(event)} onClick={() => start(event)}>{event.title}</Act>
  const { patient } = item
  useHotkeys('This item', [
    ...events.flatMap((event) => (keyOf(event) ? [{ keys: keyOf(event)!, label: event.title, atOnce: !needsDialog(event), run: () => start(event) }] : [])),
    ...(patient && !panel?.whole ? [{ keys: 'o', label: 'Open the chart', run: () => go(paths.chart(patient.id)) }] : []),
    { keys: 'escape', label: 'Back to the list', run: onBack },
  ])
  const Body = panel?.component
  const exact = typeof item.detail.sentence === 'string' && item.detail.sentence !== item.reason?.sentence ? item.detail.sentence : ''
  return (
    <article ref={article} className={styles.item} aria-labelledby="item-title">
      <header className={styles.header}>
        <div className={styles.titles}>
          <p className="soft small num row"><Button size="compact-xs" variant="subtle" className={styles.back} leftSection={<Icon name="back" size={12} />} onClick={onBack}>List</Button><span>{place}</span></p>
          <h2 id="item-title" tabIndex={-1}>{panel?.title ?? item.title}</h2>
          {patient && !panel?.whole && <AppLink to={paths.chart(patient.id)} className="plain"><PatientLine patient={patient} /></AppLink>}
        </div>
        <div className={styles.tags}>
          <Tag tone="accent">{item.state_title}</Tag>
          {item.priority !== 'routine' && <Tag tone={item.priority === 'stat' ? 'bad' : 'warn'} icon="warning">{item.priority === 'stat' ? 'STAT' : 'Urgent'}</Tag>}
          {item.due_at && !item.closed_at && <Tag tone={item.overdue ? 'bad' : 'plain'} icon="clock">{due(item.due_at)}</Tag>}
        </div>
      </header>
      <div className={`${styles.acts} no-print`} role="group" aria-label="Steps">
        {(isLong ? common : events).map(button)}
      </div>
      {isLong && (
        <details className={`${styles.more} no-print`}>
          <summary>Steps by hand ({bare.length})</summary>
          <div className={styles.acts} role="group" aria-label="Steps by hand">{bare.map(button)}</div>
        </details>
      )}
      {item.reason && !panel?.whole && <Reason title="Why it waits">{item.reason.sentence}{exact && <p>{exact}</p>}</Reason>}
      {item.note && <Reason tone="info" icon="note" title="Note">{item.note}</Reason>}
      {Body && <Suspense fallback={<Lines count={6} />}><Body item={item} onDone={() => acts.gone([item.id])} /></Suspense>}
      {!panel?.whole && <Detail item={item} />}
      <Pane title="Item">
        <Facts
          facts={[
            { name: 'Owner', value: item.owner?.name ?? 'nobody yet' },
            { name: 'Team', value: item.pool },
            item.due_at && { name: 'Due', value: `${at(item.due_at)}${item.clock_basis ? `, counted from: ${item.clock_basis}` : ''}` },
            item.waiting_until && { name: 'Waits until', value: at(item.waiting_until) },
            { name: 'Came', value: at(item.created_at) },
            { name: 'Last step', value: brief(item.changed_at) },
            item.closed_at && { name: 'Closed', value: at(item.closed_at) },
            item.escalations > 0 && { name: 'Escalated', value: `${item.escalations} times` },
            { name: 'Rule', value: item.rule },
            { name: 'Number', value: <span className="mono">{item.id}</span> },
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
          problem={acts.act.error ? asProblem(acts.act.error).message : undefined}
          onClose={() => (acts.act.reset(), setStep(null))}
          onRun={(request) => run(step, request)}
        />
      )}
    </article>
  )
}
