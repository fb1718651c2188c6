// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type { CodingCase } from '@/api/types'
import { said, t } from '@/i18n'
import { Act } from '@/ui/Act'
import { Dialog } from '@/ui/Dialog'
import { useHotkeys } from '@/ui/hotkeys'
import { useMay } from '@/ui/session'
import { done } from '@/ui/toasts'
import type { Codes } from './useCodes'

type Step = CodingCase['steps'][number]

const keys: Record<string, string> = { begin: 'f', 'begin-anyway': 'f', finish: 'f', finalise: 'f', agree: 'f', compare: 'f', stands: 'shift+o', 'put-aside': 'shift+o', 'go-on': 'f', reopen: 'shift+o', 'give-back': 'shift+o', 'finish-for-review': 'shift+f', review: 'shift+r' }
// Nobody takes these by hand: the record does.
const byItself = new Set(['become-ready', 'fall-back', 'came-late', 'discharge-undone', 'stay-goes-on', 'left-again', 'cancel'])

/** What may be done with the case now, each with its key; what is open is said before it is refused. */
export function Steps({ one, codes }: { one: CodingCase; codes: Codes }) {
  const may = useMay('code-records')
  const [asking, setAsking] = useState<Step>()
  const compares = one.reviewing && !one.comparison
  const steps = [
    ...(compares ? [{ event: 'compare', title: t('Compare with the coder'), needs_reason: false, reasons: [] }] : []),
    ...one.steps.filter((step) => !byItself.has(step.event) && !(compares && (step.event === 'agree' || step.event === 'give-back'))),
  ]
  const take = (step: Step, reason?: string) => {
    if (step.needs_reason && !reason) return setAsking(step)
    codes.step.mutate({ event: step.event, reason }, { onSuccess: () => (setAsking(undefined), done(t('Done: {what}.', { what: said(step.title) }))) })
  }
  const why = (step: Step) => (step.event.startsWith('finish') && one.unfinished.length > 0 ? t('{n} things are open: see the edits and the abstract.', { n: one.unfinished.length }) : undefined)
  useHotkeys(t('Coding'), may.allowed ? steps.flatMap((step) => (keys[step.event] && !why(step) ? [{ keys: keys[step.event]!, label: said(step.title), atOnce: true, run: () => take(step) }] : [])) : [])
  return (
    <>
      {steps.map((step) => <Act key={step.event} size="compact-sm" variant={keys[step.event] === 'f' ? 'filled' : 'default'} hint={keys[step.event]} allowed={may.allowed && !codes.busy && !why(step)} why={may.why ?? why(step)} onClick={() => take(step)}>{said(step.title)}</Act>)}
      {asking && <WhyDialog step={asking} onClose={() => setAsking(undefined)} onTake={(reason) => take(asking, reason)} />}
    </>
  )
}

function WhyDialog({ step, onClose, onTake }: { step: Step; onClose: () => void; onTake: (reason: string) => void }) {
  const [reason, setReason] = useState('')
  return (
    <Dialog title={said(step.title)} onClose={onClose} onSubmit={() => reason && onTake(reason)} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Act type="submit" variant="filled" allowed={!!reason} why={t('Choose a reason')}>{said(step.title)}</Act></>}>
      <NativeSelect data-autofocus label={t('Reason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} data={[{ value: '', label: t('Choose a reason') }, ...step.reasons.map((one) => ({ value: one.code, label: said(one.sentence) }))]} />
    </Dialog>
  )
}
