// SPDX-License-Identifier: Apache-2.0
import { Button, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { RecordMove } from '@/api/types'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { useDraft } from '@/ui/drafts'
import { Reason } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { countsOf } from '@/ui/pieces'
import { ReasonField } from '@/ui/ReasonField'
import { Said } from '@/ui/Said'
import { done } from '@/ui/toasts'
import { refreshAfterMove } from './moves'

/** Brings everything back that a move brought and that still stands there. Asks why. */
export function TakeBackDialog({ move, onClose }: { move: RecordMove; onClose: () => void }) {
  const client = useQueryClient()
  const reasons = useQuery(q.reasons('record-move', 'take-back'))
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState('')
  const [note, setNote, dropNote] = useDraft(`take back ${move.id}`)
  const back = useMutation({
    meta: { quiet: true },
    mutationFn: () => api.takeBack(move.id, { reason, ...(note.trim() && { note: note.trim() }) }),
    onSuccess: () => {
      dropNote()
      refreshAfterMove(client)
      done(t('Brought back. Both charts tell of it.'))
      onClose()
    },
  })
  const problem = missing || (back.error && asProblem(back.error).message)
  const number = move.from.mrn ?? move.from.id
  return (
    <Dialog
      title={t('Take the move back')}
      onClose={onClose}
      onSubmit={() => (reason ? back.mutate() : setMissing(t('Choose a reason.')))}
      footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={back.isPending}>{t('Bring it back')}</Button></>}
    >
      <p className="small">
        {move.from.name ? t('“{title}” goes back to {name}, number {number}.', { title: move.title, name: move.from.name, number }) : t('“{title}” goes back to record {number}.', { title: move.title, number })} {countsOf(move.pieces).map((one) => one.count).join(', ')}.
      </p>
      <Loaded query={reasons}>{(list) => <ReasonField reasons={list} value={reason} onChange={(code) => (setMissing(''), setReason(code))} autoFocus />}</Loaded>
      <Textarea label={t('Note (kept with the move)')} rows={2} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      <div role="alert">{problem && <Reason tone="bad"><Said>{problem}</Said></Reason>}</div>
    </Dialog>
  )
}
