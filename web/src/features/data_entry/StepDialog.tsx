// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { q } from '@/api/queries'
import type { DataEntry, DataEntryStep } from '@/api/types'
import { said, t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'

type Step = DataEntryStep['event']

/** A step that needs a reason: the queue knows which there are. */
export function StepDialog({ entry, step, onClose, onSend }: { entry: DataEntry; step: Step; onClose: () => void; onSend: (body: DataEntryStep) => void }) {
  const { data: item } = useQuery(q.workItem((step === 'keep' || step === 'retract') && entry.source_item ? entry.source_item : entry.item))
  const [reason, setReason] = useState('')
  const [words, setWords] = useState('')
  const titles: Record<Step, string> = { return: t('Send it back'), 'not-needed': t('Not needed'), keep: t('The values stand'), retract: t('Retract the values') }
  const reasons = item?.events.find((one) => one.event === step)?.reasons ?? []
  return (
    <Dialog title={titles[step]} onClose={onClose} onSubmit={() => reason && onSend({ event: step, reason, words })} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled">{titles[step]}</Button></>}>
      <div className="stack">
        <NativeSelect data-autofocus label={t('Reason')} required value={reason} onChange={(event) => setReason(event.currentTarget.value)} data={[{ value: '', label: t('Choose a reason') }, ...reasons.map((one) => ({ value: one.code, label: said(one.sentence) }))]} />
        <Textarea label={t('In words')} autosize minRows={2} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
      </div>
    </Dialog>
  )
}
