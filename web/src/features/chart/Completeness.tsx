// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { Completeness as File, CompletenessAct } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { Dialog } from '@/ui/Dialog'
import { EmptyState, Reason } from '@/ui/Empty'
import { day } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { ReasonField } from '@/ui/ReasonField'
import { Said } from '@/ui/Said'
import { useMay } from '@/ui/session'
import { done } from '@/ui/toasts'
import styles from './ChartPage.module.css'
import { kindOfStay, LastStep, Missing, StateOfFile } from './FileState'

type Event = CompletenessAct['event']

/** Of every encounter that is followed: how far its file is, and what it lacks. */
export function Completeness({ patient }: { patient: string }) {
  const query = useQuery(q.completeness(patient))
  return (
    <Loaded query={query} isEmpty={(data) => !data.items.length} empty={<EmptyState icon="check" title={t('No file is followed')}>{t('This patient has had no stay and no emergency visit here.')}</EmptyState>}>
      {({ items }) => <Files patient={patient} files={items} />}
    </Loaded>
  )
}

const stepOf: Partial<Record<File['state'], Event>> = { complete: 'lock', addended: 'look-through', locked: 'reopen' }
const nameOfStep: Partial<Record<Event, string>> = { lock: t('Lock the file'), 'look-through': t('Looked through'), reopen: t('Open it again…'), 'lock-incomplete': t('Lock it as it is…') }
const needsReason = (event: Event) => event === 'reopen' || event === 'lock-incomplete'

function Files({ patient, files }: { patient: string; files: File[] }) {
  const client = useQueryClient()
  const [place, setPlace] = useState(0)
  const [asking, setAsking] = useState<{ file: File; event: Event }>()
  const locks = useMay('lock-chart')
  const keeps = useMay('file-documents')
  const here = files[Math.min(place, files.length - 1)]
  const run = useMutation({
    mutationFn: ({ file, ...act }: { file: File } & CompletenessAct) => api.actOnCompleteness(file.encounter, act),
    meta: { quiet: true },
    onSuccess: (after) => {
      done(said(after.state_title))
      setAsking(undefined)
      void client.invalidateQueries({ queryKey: ['patient', patient, 'completeness'] })
    },
  })
  const allowed = (event: Event) => (event === 'look-through' ? keeps : locks)
  const start = (file: File | undefined, event: Event | undefined) => {
    if (!file || !event || !allowed(event).allowed || run.isPending) return
    run.reset()
    if (needsReason(event)) setAsking({ file, event })
    else run.mutate({ file, event })
  }
  const to = (by: number) => () => {
    const next = Math.max(0, Math.min(files.length - 1, place + by))
    setPlace(next)
    document.getElementById(`file-${next}`)?.focus()
  }
  useHotkeys(t('Completeness'), [
    { keys: 'j', label: t('Next encounter'), run: to(1) },
    { keys: 'k', label: t('Previous encounter'), run: to(-1) },
    { keys: 'l', label: t('The next step of the file'), run: () => start(here, here && stepOf[here.state]) },
    { keys: 'i', label: t('Lock it as it is…'), run: () => here?.state === 'incomplete' && start(here, 'lock-incomplete') },
  ])
  return (
    <div className={styles.padded}>
      {run.error && !asking && <div role="alert"><Reason tone="bad"><Said>{asProblem(run.error).message}</Said></Reason></div>}
      <ol aria-label={t('Files of the encounters')} className="stack" style={{ listStyle: 'none', padding: 0, margin: 0 }}>
        {files.map((file, index) => {
          const step = stepOf[file.state]
          return (
            <li key={file.encounter} id={`file-${index}`} tabIndex={-1} onFocus={() => setPlace(index)} aria-current={index === place ? 'true' : undefined} className={styles.file}>
              <Pane title={[kindOfStay(file.class), file.location, [day(file.from), file.until ? day(file.until) : t('now')].join(' – ')].filter(Boolean).join(' · ')} actions={<StateOfFile file={file} />}>
                <Missing file={file} />
                <LastStep file={file} />
                <div className="row no-print">
                  {step && <Act size="compact-sm" hint={index === place ? 'l' : undefined} {...allowed(step)} onClick={() => start(file, step)}>{nameOfStep[step]}</Act>}
                  {file.state === 'incomplete' && <Act size="compact-sm" hint={index === place ? 'i' : undefined} {...locks} onClick={() => start(file, 'lock-incomplete')}>{nameOfStep['lock-incomplete']}</Act>}
                  <AppLink className="small" to={`${paths.chart(patient)}/order?encounter=${encodeURIComponent(file.encounter)}`}>{t('Read it in order')}</AppLink>
                </div>
              </Pane>
            </li>
          )
        })}
      </ol>
      {asking && <WhyDialog event={asking.event} problem={run.error ? asProblem(run.error).message : undefined} isBusy={run.isPending} onClose={() => setAsking(undefined)} onSend={(reason) => run.mutate({ ...asking, reason })} />}
    </div>
  )
}

function WhyDialog({ event, problem, isBusy, onClose, onSend }: { event: Event; problem?: string; isBusy: boolean; onClose: () => void; onSend: (reason: string) => void }) {
  const reasons = useQuery(q.reasons('chart-completeness', event))
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState('')
  const wrong = missing || problem
  return (
    <Dialog title={nameOfStep[event] ?? ''} onClose={onClose} onSubmit={() => (reason ? onSend(reason) : setMissing(t('Choose a reason.')))} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={isBusy}>{nameOfStep[event]}</Button></>}>
      <Loaded query={reasons}>{(list) => <ReasonField reasons={list} value={reason} onChange={(code) => (setMissing(''), setReason(code))} autoFocus />}</Loaded>
      <div role="alert">{wrong && <Reason tone="bad"><Said>{wrong}</Said></Reason>}</div>
    </Dialog>
  )
}
