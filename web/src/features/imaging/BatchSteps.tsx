// SPDX-License-Identifier: Apache-2.0
import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { api } from '@/api/client'
import type { ScanBatch, ScanEvent } from '@/api/types'
import { said, t } from '@/i18n'
import { Act } from '@/ui/Act'
import { Dialog } from '@/ui/Dialog'
import { Reason } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { ReasonField } from '@/ui/ReasonField'
import { Said } from '@/ui/Said'
import { done } from '@/ui/toasts'
import type { BatchActs } from './useBatch'

/** What moves by itself: feeding, stopping, and the end of the second look; the commit has its own button. */
const byItself = new Set(['feed', 'stop', 'commit', 'pass-qa2'])
/** The step that the day's work goes by, under one key. */
const onward = new Set(['separate', 'index', 'pass-qa1'])

export function BatchSteps({ batch, acts }: { batch: ScanBatch; acts: BatchActs }) {
  const [asking, setAsking] = useState<ScanEvent | null>(null)
  const steps = batch.events.filter((one) => !byItself.has(one.event))
  const next = steps.find((one) => onward.has(one.event))
  const isReady = batch.state === 'qa2'
  const commit = async () => {
    if (isReady && (await acts.run(() => api.commitScan(batch.id, batch.version)))) done(t('Committed: every document is in its chart.'))
  }
  const start = (step: ScanEvent) => {
    if (!step.allowed) return
    if (step.needs_reason) return setAsking(step)
    void acts.run(() => api.actOnScan(batch.id, { event: step.event, version: batch.version }))
  }
  useHotkeys(t('Batch'), [
    { keys: 'c', label: t('Go on: the next step, or commit'), atOnce: true, ready: !acts.isBusy, run: () => (isReady ? void commit() : next && start(next)) },
  ])
  return (
    <>
      {isReady && <Act variant="filled" hint="c" allowed={batch.balance.holds} why={said(batch.balance.says)} loading={acts.isBusy} onClick={() => void commit()}>{t('Commit the batch')}</Act>}
      {steps.map((step) => (
        <Act key={step.event} variant={step === next ? 'filled' : 'default'} hint={step === next ? 'c' : undefined} allowed={step.allowed} why={step.why && said(step.why)} onClick={() => start(step)}><Said>{step.title}</Said>{step.needs_reason && '…'}</Act>
      ))}
      {asking && <StepDialog step={asking} onClose={() => setAsking(null)} batch={batch} acts={acts} />}
    </>
  )
}

function StepDialog({ step, batch, acts, onClose }: { step: ScanEvent; batch: ScanBatch; acts: BatchActs; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const [note, setNote] = useState('')
  const [missing, setMissing] = useState(false)
  const run = async () => {
    setMissing(!reason)
    if (reason && (await acts.run(() => api.actOnScan(batch.id, { event: step.event, reason, note: note.trim() || undefined, version: batch.version })))) onClose()
  }
  const problem = missing ? t('Choose a reason.') : acts.problem?.message
  return (
    <Dialog title={said(step.title)} onClose={onClose} onSubmit={() => void run()} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={acts.isBusy}><Said>{step.title}</Said></Button></>}>
      <ReasonField reasons={step.reasons ?? []} value={reason} onChange={setReason} autoFocus />
      <Textarea label={t('Note (kept with the item)')} rows={2} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      <div role="alert">{problem && <Reason tone="bad"><Said>{problem}</Said></Reason>}</div>
    </Dialog>
  )
}
