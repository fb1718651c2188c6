// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { Message } from '@/api/types'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { useDraft } from '@/ui/drafts'
import { Reason } from '@/ui/Empty'

/** Closes a held message without filing it: always with a reason, never without trace. */
export function IgnoreDialog({ message, onClose, onDone }: { message: Message; onClose: () => void; onDone: (said: string) => void }) {
  const { data: worklists } = useQuery(q.worklists())
  const reasons = worklists?.find((list) => list.kind === 'held-message')?.reasons ?? []
  const [reason, setReason] = useState('')
  const [note, setNote, dropNote] = useDraft(`ignore ${message.id}`)
  const [missing, setMissing] = useState('')
  const ignore = useMutation({
    meta: { quiet: true },
    mutationFn: () => api.ignore(message.id, { reason, note: note.trim() }),
    onSuccess: () => {
      dropNote()
      onDone(t('Closed without filing.'))
    },
  })
  const problem = missing || (ignore.error && asProblem(ignore.error).message)
  return (
    <Dialog
      title={t('Ignore with a reason')}
      onClose={onClose}
      onSubmit={() => (reason ? ignore.mutate() : setMissing(t('Choose a reason.')))}
      footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={ignore.isPending}>{t('Close the message')}</Button></>}
    >
      <p className="soft small">{t('The message stays in the journal, byte for byte; nothing is filed from it.')}</p>
      <NativeSelect
        label={t('Reason')}
        required
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        data={[{ value: '', label: t('Choose…') }, ...reasons.map((one) => ({ value: one.code, label: one.sentence }))]}
      />
      <Textarea label={t('Note')} rows={3} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      <div role="alert">{problem && <Reason tone="bad">{problem}</Reason>}</div>
    </Dialog>
  )
}
