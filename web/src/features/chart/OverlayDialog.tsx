// SPDX-License-Identifier: Apache-2.0
import { Button, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { useDraft } from '@/ui/drafts'
import { Reason } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { ReasonField } from '@/ui/ReasonField'
import { Said } from '@/ui/Said'
import { done } from '@/ui/toasts'

/** Two persons are suspected in one number: the record is frozen at once, and says so before. */
export function OverlayDialog({ patient, onClose }: { patient: string; onClose: () => void }) {
  const client = useQueryClient()
  const reasons = useQuery(q.reasons('overlay'))
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState('')
  const [note, setNote, dropNote] = useDraft(`overlay ${patient}`)
  const freeze = useMutation({
    meta: { quiet: true },
    mutationFn: () => api.suspectOverlay(patient, { reason, ...(note.trim() && { note: note.trim() }) }),
    onSuccess: () => {
      dropNote()
      for (const key of ['patient', 'worklists', 'worklist', 'home']) void client.invalidateQueries({ queryKey: [key] })
      done(t('The record is frozen. The repair waits in the worklist.'))
      onClose()
    },
  })
  const problem = missing || (freeze.error && asProblem(freeze.error).message)
  return (
    <Dialog
      tone="warn"
      title={t('Two persons in this number')}
      onClose={onClose}
      onSubmit={() => (reason ? freeze.mutate() : setMissing(t('Choose a reason.')))}
      footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={freeze.isPending}>{t('Freeze the record')}</Button></>}
    >
      <p className="small">{t('The record is frozen at once: nothing is filed to it without a person, and everybody who opens it is told. Its pieces are then sorted, and one person’s are brought to a record of their own.')}</p>
      <Loaded query={reasons}>{(list) => <ReasonField reasons={list} value={reason} onChange={(code) => (setMissing(''), setReason(code))} autoFocus />}</Loaded>
      <Textarea label={t('Note (what shows it)')} rows={2} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      <div role="alert">{problem && <Reason tone="bad" title={t('Not frozen')}><Said>{problem}</Said></Reason>}</div>
    </Dialog>
  )
}
