// SPDX-License-Identifier: Apache-2.0
import { Button, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import type { Message, PatientBrief } from '@/api/types'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { useDraft } from '@/ui/drafts'
import { Reason } from '@/ui/Empty'
import { PatientChooser } from '@/ui/PatientChooser'

/** A person says whose message it is. Two identifiers stand beside each candidate, so that nobody assigns by name alone. */
export function AssignDialog({ message, subject, onClose, onDone }: { message: Message; subject: string; onClose: () => void; onDone: (said: string) => void }) {
  const [patient, setPatient] = useState<PatientBrief | null>(null)
  const [note, setNote, dropNote] = useDraft(`assign ${message.id}`)
  const assign = useMutation({
    meta: { quiet: true },
    mutationFn: (id: string) => api.assignPatient(message.id, { patient: id, note: note.trim() }),
    onSuccess: () => {
      dropNote()
      onDone(t('Assigned and filed.'))
    },
  })
  return (
    <Dialog
      wide
      title={t('Assign to a patient')}
      onClose={onClose}
      onSubmit={() => patient && assign.mutate(patient.id)}
      footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" disabled={!patient} loading={assign.isPending}>{t('File to this patient')}</Button></>}
    >
      <PatientChooser subject={subject} chosen={patient} onChoose={setPatient} autoFocus />
      <Textarea label={t('Note (why it is this patient)')} rows={2} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      <div role="alert">{assign.error && <Reason tone="bad">{asProblem(assign.error).message}</Reason>}</div>
    </Dialog>
  )
}
