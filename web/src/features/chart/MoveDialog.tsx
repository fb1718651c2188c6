// SPDX-License-Identifier: Apache-2.0
import { Button, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { PatientBrief, PatientHit, RecordMove } from '@/api/types'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { useDraft } from '@/ui/drafts'
import { Lines, Reason } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { ReasonField } from '@/ui/ReasonField'
import { RightPatient } from '@/ui/RightPatient'
import { Said } from '@/ui/Said'
import { done } from '@/ui/toasts'
import { GoesAlong } from './GoesAlong'
import { refreshAfterMove } from './moves'

export interface Piece { type: string; id: string; title: string }
interface Props { piece: Piece; from: PatientBrief; onClose: () => void; onMoved: (move: RecordMove) => void }

/** What stands with the wrong patient is brought to the right one, with all that belongs to it. Both charts tell of it, and it can be taken back. */
export function MoveDialog({ piece, from, onClose, onMoved }: Props) {
  const client = useQueryClient()
  const preview = useQuery(q.movePreview(piece.type, piece.id))
  const [to, setTo] = useState<PatientHit | null>(null)
  const [reason, setReason] = useState('')
  const [note, setNote, dropNote] = useDraft(`move ${piece.type} ${piece.id}`)
  const [tried, setTried] = useState(false)
  const move = useMutation({
    meta: { quiet: true },
    mutationFn: (patient: string) => api.move({ type: piece.type, id: piece.id, to: patient, reason, ...(note.trim() && { note: note.trim() }) }),
    onSuccess: (moved) => {
      dropNote()
      refreshAfterMove(client)
      done(t('Moved. Both charts tell of it.'))
      onClose()
      onMoved(moved)
    },
  })
  const missing = !to ? t('Choose the right patient.') : !reason ? t('Choose a reason.') : ''
  const choose = (patient: PatientHit | null) => {
    move.reset()
    setTried(false)
    setTo(patient)
  }
  const submit = () => {
    setTried(true)
    if (to && !missing && preview.data) move.mutate(to.id)
  }
  const problem = (tried && missing) || (move.error && asProblem(move.error).message)
  return (
    <Dialog
      wide
      title={t('Move to another patient')}
      onClose={onClose}
      onSubmit={submit}
      footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={move.isPending} disabled={!preview.data}>{t('Move to this patient')}</Button></>}
    >
      <RightPatient from={from} chosen={to} onChoose={choose} label={t('The right patient')} />
      <Loaded query={preview} loading={<Lines count={3} label={t('Looking what goes along')} />}>
        {({ pieces, reasons }) => (
          <>
            <GoesAlong piece={piece} pieces={pieces} patient={from.id} />
            <ReasonField key={to?.id} reasons={reasons} value={reason} onChange={setReason} autoFocus={!!to} />
          </>
        )}
      </Loaded>
      <Textarea label={t('Note (kept with the move)')} rows={2} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      <div role="alert">{problem && <Reason tone="bad" title={t('Not moved')}><Said>{problem}</Said></Reason>}</div>
    </Dialog>
  )
}
