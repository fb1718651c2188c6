// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import type { ActRequest, BulkResult, EventOption, Reason as CodedReason, WorkItem } from '@/api/types'
import { said, t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { Reason } from '@/ui/Empty'
import { Icon } from '@/ui/icons'
import { Said } from '@/ui/Said'
import { ActDialog } from './ActDialog'
import styles from './BulkDialog.module.css'
import { patientOf } from './columns'
import type { PanelStep } from './panels'

type Act = Omit<ActRequest, 'version'>
interface Props { event: EventOption; asks?: PanelStep['asks']; items: WorkItem[]; reasons: CodedReason[]; onClose: () => void; onFinished: (results: BulkResult[]) => void }
const askFor = new Set(['assign', 'wait', 'note'])
const chunk = 50

/** Choose, look at what will be touched, run, read what came of each; what failed can be tried again. */
export function BulkDialog({ event, asks, items, reasons, onClose, onFinished }: Props) {
  const [act, setAct] = useState<Act | null>(event.needs_reason || asks || askFor.has(event.event) ? null : { event: event.event })
  const [todo, setTodo] = useState(items)
  const [results, setResults] = useState<BulkResult[] | null>(null)
  const [done, setDone] = useState<number | null>(null)

  const run = async () => {
    if (!act) return
    const outcome: BulkResult[] = []
    for (let start = 0; start < todo.length; start += chunk) {
      setDone(start)
      const ids = todo.slice(start, start + chunk).map((item) => item.id)
      try {
        outcome.push(...(await api.actOnMany({ ids, event: act.event, reason: act.reason, note: act.note, assignee: act.assignee, waiting_until: act.waiting_until })).results)
      } catch (error) {
        const problem = asProblem(error).message
        outcome.push(...ids.map((id) => ({ id, ok: false, problem })))
      }
    }
    setDone(null)
    setResults(outcome)
    onFinished(outcome)
  }
  const again = () => {
    const failed = new Set(results?.filter((result) => !result.ok).map((result) => result.id))
    setTodo(todo.filter((item) => failed.has(item.id)))
    setResults(null)
  }
  if (!act) {
    return <ActDialog event={event} asks={asks} reasons={event.reasons?.length ? event.reasons : reasons} draft="bulk" about={t('For {n, plural, one {# item} other {# items}}. You review them before anything happens.', { n: items.length })} busy={false} onClose={onClose} onRun={setAct} />
  }
  if (results) return <Results event={event} items={todo} results={results} onAgain={again} onClose={onClose} />
  return (
    <Dialog
      wide
      title={t('Review: {act}', { act: said(event.title) })}
      onClose={done === null ? onClose : () => undefined}
      footer={
        <>
          <Button onClick={onClose} disabled={done !== null}>{t('Cancel')}</Button>
          <Button variant="filled" data-autofocus loading={done !== null} onClick={() => void run()}>{t('{act} {n, plural, one {# item} other {# items}}', { act: said(event.title), n: todo.length })}</Button>
        </>
      }
    >
      <p className="small">{t('{n, plural, one {# item} other {# items}} will be changed, each by itself. Take out what does not belong.', { n: todo.length })}</p>
      <ul className={styles.list} aria-label={t('Items to change')}>
        {todo.map((item) => (
          <li key={item.id} className={styles.line}>
            <strong className="cut">{item.title}</strong>
            <span className="cut">{patientOf(item)}</span>
            <span className="soft cut"><Said>{item.state_title}</Said></span>
            <Button size="compact-xs" variant="subtle" disabled={done !== null || todo.length === 1} aria-label={t('Take out {item}, {patient}', { item: item.title, patient: patientOf(item) })} onClick={() => setTodo(todo.filter((one) => one !== item))}>{t('Take out')}</Button>
          </li>
        ))}
      </ul>
      <p role="status" className="soft small">{done !== null && t('{at} of {total} done', { at: done, total: todo.length })}</p>
    </Dialog>
  )
}

function Results({ event, items, results, onAgain, onClose }: { event: EventOption; items: WorkItem[]; results: BulkResult[]; onAgain: () => void; onClose: () => void }) {
  const failed = results.filter((result) => !result.ok)
  return (
    <Dialog
      wide
      title={t('{act}: what came of it', { act: said(event.title) })}
      onClose={onClose}
      footer={
        <>
          {failed.length > 0 && <Button onClick={onAgain}>{t('Try the {n} again', { n: failed.length })}</Button>}
          <Button variant="filled" data-autofocus onClick={onClose}>{t('Close')}</Button>
        </>
      }
    >
      <div role="status">
        <Reason tone={failed.length ? 'warn' : 'good'}>
          {failed.length ? t('{n, plural, one {# item} other {# items}} done, {failed} not done.', { n: results.length - failed.length, failed: failed.length }) : t('{n, plural, one {# item} other {# items}} done.', { n: results.length })}
        </Reason>
      </div>
      <ul className={styles.list} aria-label={t('Results')}>
        {[...failed, ...results.filter((result) => result.ok)].map((result) => {
          const item = items.find((one) => one.id === result.id)
          return (
            <li key={result.id} className={styles.line} data-ok={result.ok}>
              <strong className="cut">{item ? item.title : result.id}</strong>
              <span className="cut">{item && patientOf(item)}</span>
              <span className={styles.outcome}><Icon name={result.ok ? 'check' : 'warning'} size={13} /> {result.ok ? t('done') : <Said>{result.problem}</Said>}</span>
            </li>
          )
        })}
      </ul>
    </Dialog>
  )
}
