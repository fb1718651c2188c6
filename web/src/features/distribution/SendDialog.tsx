// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { q } from '@/api/queries'
import type { DistributionCopyRow } from '@/api/types'
import { said, t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { useCopyAct } from './useCopyAct'
import { allChannels, channelWords } from './words'

/** Send it again: by the same way, by another, or to somebody else where a name was nobody. */
export function SendDialog({ copy, onClose, onDone }: { copy: DistributionCopyRow; onClose: () => void; onDone?: (words: string) => void }) {
  const { act, alert } = useCopyAct((words) => (onClose(), onDone?.(words)))
  const [channel, setChannel] = useState('')
  const [to, setTo] = useState('')
  const { data } = useQuery(q.recipients(''))
  const send = () => void act(copy.id, { event: 'send-again', channel: channel || undefined, to: to || undefined }, t('It goes out again.'))
  return (
    <Dialog title={t('Send again')} onClose={onClose} onSubmit={send} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled">{t('Send')}</Button></>}>
      <div className="stack">
        <NativeSelect data-autofocus label={t('By which way')} value={channel} onChange={(event) => setChannel(event.currentTarget.value)} data={[{ value: '', label: t('As before') }, ...allChannels.map((one) => ({ value: one, label: channelWords(one) }))]} />
        <NativeSelect label={t('To whom')} value={to} onChange={(event) => setTo(event.currentTarget.value)} data={[{ value: '', label: copy.recipient }, ...(data?.items ?? []).filter((one) => one.is_known && one.id !== copy.to).map((one) => ({ value: one.id, label: one.name }))]} />
        {alert}
      </div>
    </Dialog>
  )
}

/** A step that needs a coded reason. */
export function ReasonDialog({ title, kind, event, copy, words, onClose, onDone }: { title: string; kind: string; event: 'give-up' | 'not-mine'; copy: string; words: string; onClose: () => void; onDone?: (words: string) => void }) {
  const { act, alert } = useCopyAct((said) => (onClose(), onDone?.(said)))
  const [reason, setReason] = useState('')
  const { data } = useQuery(q.reasons(kind, event))
  return (
    <Dialog title={title} onClose={onClose} onSubmit={() => void act(copy, { event, reason }, words)} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled">{title}</Button></>}>
      <div className="stack">
        <NativeSelect data-autofocus label={t('Reason')} value={reason} onChange={(one) => setReason(one.currentTarget.value)} data={[{ value: '', label: t('Choose a reason') }, ...(data ?? []).map((one) => ({ value: one.code, label: said(one.sentence) }))]} />
        {alert}
      </div>
    </Dialog>
  )
}
