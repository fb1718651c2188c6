// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import type { Deficiencies, Deficiency, DeficiencyAct } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { Act } from './Act'
import { DeficiencyDialog } from './DeficiencyDialog'
import styles from './DeficiencyList.module.css'
import { at, due } from './format'
import { useHotkeys } from './hotkeys'
import { AppLink } from './navigate'
import { Said } from './Said'
import { useMay } from './session'
import { Tag } from './Tag'
import { done } from './toasts'

export type DeficiencyEvent = DeficiencyAct['event']

/** What is asked of people; the rest the record does by itself. */
const asked: { event: DeficiencyEvent; keys: string; name: string; permission?: string }[] = [
  { event: 'assign-physician', keys: 'n', name: t('Name who owes it…') },
  { event: 'reassign', keys: 'n', name: t('Ask somebody else…') },
  { event: 'decline', keys: 'x', name: t('Declined: not theirs…') },
  { event: 'take-back', keys: 'z', name: t('Back to the department') },
  { event: 'waive', keys: 'y', name: t('Waive…'), permission: 'waive-work' },
]
const stepsOf = (one: Deficiency) => (one.closed_at ? [] : asked.filter((step) => one.steps.includes(step.event)))
const clockStep = (one: Deficiency): DeficiencyEvent => (one.is_stopped ? 'start-clock' : 'stop-clock')
export const nameOfEvent = (event: DeficiencyEvent) => asked.find((step) => step.event === event)?.name ?? (event === 'stop-clock' ? t('Stop the clock…') : t('Start the clock…'))

/** What is owed or was: each with its clock, the law behind it, and the steps that a person may take. */
export function DeficiencyList({ list, withPatient }: { list: Deficiencies; withPatient?: boolean }) {
  const client = useQueryClient()
  const [place, setPlace] = useState(0)
  const [asking, setAsking] = useState<{ one: Deficiency; event: DeficiencyEvent }>()
  const keeps = useMay('file-documents')
  const waives = useMay('waive-work')
  const run = useMutation({
    mutationFn: ({ one, ...act }: { one: Deficiency } & DeficiencyAct) => api.actOnDeficiency(one.id, act),
    meta: { quiet: true },
    onSuccess: (after) => {
      done(said(after.state_title))
      setAsking(undefined)
      void client.invalidateQueries({ queryKey: ['deficiencies'] })
    },
  })
  const allowed = (event: DeficiencyEvent) => (event === 'waive' ? waives : keeps)
  const here = list.items[Math.min(place, list.items.length - 1)]
  const start = (one: Deficiency | undefined, event: DeficiencyEvent | undefined) => {
    if (!one || !event || !allowed(event).allowed || run.isPending) return
    run.reset()
    if (event === 'take-back') run.mutate({ one, event })
    else setAsking({ one, event })
  }
  const to = (by: number) => () => {
    const next = Math.max(0, Math.min(list.items.length - 1, place + by))
    setPlace(next)
    document.getElementById(`deficiency-${next}`)?.focus()
  }
  const step = (keys: string) => () => here && start(here, stepsOf(here).find((one) => one.keys === keys)?.event)
  useHotkeys(t('Deficiencies'), [
    { keys: 'j', label: t('Next deficiency'), run: to(1) },
    { keys: 'k', label: t('Previous deficiency'), run: to(-1) },
    { keys: 'n', label: t('Name who owes it…'), run: step('n') },
    { keys: 'x', label: t('Declined: not theirs…'), run: step('x') },
    { keys: 'z', label: t('Back to the department'), run: step('z') },
    { keys: 'y', label: t('Waive…'), run: step('y') },
    { keys: 'q', label: t('Stop or start the clock'), run: () => here && !here.closed_at && start(here, clockStep(here)) },
  ])
  const nameOf = (one: Deficiency) => list.patients.find((patient) => patient.id === one.patient)
  return (
    <>
      {run.error && !asking && <div role="alert"><Tag tone="bad" icon="warning"><Said>{asProblem(run.error).message}</Said></Tag></div>}
      <ol className={styles.list} aria-label={t('Deficiencies')}>
        {list.items.map((one, index) => (
          <li key={one.id} id={`deficiency-${index}`} tabIndex={-1} onFocus={() => setPlace(index)} aria-current={index === place ? 'true' : undefined} className={styles.one}>
            <div className={styles.head}>
              <span className={styles.title}>{one.document ? <AppLink to={paths.document(one.document.id)}><Said>{one.sentence}</Said></AppLink> : <Said>{one.sentence}</Said>}</span>
              <State one={one} />
              <span className="soft small">{one.responsible ? one.responsible.name || one.responsible.key : t('nobody is known')}</span>
            </div>
            {withPatient && <p className="small"><AppLink to={`${paths.chart(one.patient)}/deficiencies`}>{[nameOf(one)?.name, nameOf(one)?.mrn].filter(Boolean).join(' · ') || one.patient}</AppLink></p>}
            <ClockLine one={one} />
            {!one.closed_at && (
              <div className={`${styles.acts} no-print`}>
                {stepsOf(one).map((each) => <Act key={each.event} size="compact-sm" hint={index === place ? each.keys : undefined} {...allowed(each.event)} onClick={() => start(one, each.event)}>{each.name}</Act>)}
                <Act size="compact-sm" hint={index === place ? 'q' : undefined} {...keeps} onClick={() => start(one, clockStep(one))}>{nameOfEvent(clockStep(one))}</Act>
              </div>
            )}
          </li>
        ))}
      </ol>
      {asking && <DeficiencyDialog event={asking.event} name={nameOfEvent(asking.event)} problem={run.error ? asProblem(run.error).message : undefined} isBusy={run.isPending} onClose={() => setAsking(undefined)} onSend={(rest) => run.mutate({ one: asking.one, event: asking.event, ...rest })} />}
    </>
  )
}

function State({ one }: { one: Deficiency }) {
  if (one.closed_at) return <Tag tone={one.state === 'completed' ? 'good' : 'plain'} icon="check"><Said>{one.state_title}</Said></Tag>
  if (one.is_stopped) return <Tag tone="info" icon="clock">{t('clock stopped')}</Tag>
  return <Tag tone={one.is_delinquent ? 'bad' : 'warn'} icon="warning"><Said>{one.state_title}</Said></Tag>
}

/** Due, owed, and what did not count. */
function ClockLine({ one }: { one: Deficiency }) {
  const last = one.stops.at(-1)
  return (
    <p className="soft small">
      {one.closed_at ? [t('settled {when}', { when: at(one.closed_at) }), one.closed_by?.name ?? t('by itself')].join(', ') : one.due_at && due(one.due_at)}
      {' · '}{t('{n} days owed', { n: one.days_owed })}
      {one.kind && <> · <Said>{one.kind.title}</Said> <span className="mono" title={t('The number of this kind in VistA’s Incomplete Records Tracking')}>IRT {one.kind.number}</span></>}
      {one.days_stopped > 0 && <> · {t('{n} days did not count', { n: one.days_stopped })}</>}
      {last && !last.until && <> · <Said>{last.sentence}</Said></>}
      {one.reason && <> · <Said>{one.reason.sentence}</Said></>}
      {' · '}<span className="mono" title={one.citation}>{one.rule}</span>{!one.verified && <> · {t('unverified')}</>}
    </p>
  )
}
