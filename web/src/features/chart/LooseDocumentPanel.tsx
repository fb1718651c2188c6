// SPDX-License-Identifier: Apache-2.0
import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import type { PatientBrief, WorkItem } from '@/api/types'
import { said, t } from '@/i18n'
import { Act } from '@/ui/Act'
import { Dialog } from '@/ui/Dialog'
import { useDraft } from '@/ui/drafts'
import { Reason } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { Pane } from '@/ui/Page'
import { PatientChooser } from '@/ui/PatientChooser'
import { useMay } from '@/ui/session'
import { done } from '@/ui/toasts'
import { DocumentReader } from './DocumentReader'
import styles from './LooseDocumentPanel.module.css'

/** The page itself and the patients it may belong to, side by side with the queue. `preview`: what came, when it is no document yet. */
export function LooseDocumentPanel({ item, onDone, preview }: { item: WorkItem; onDone: (said: string) => void; preview?: ReactNode }) {
  const [filing, setFiling] = useState(false)
  const permission = useMay('file-documents')
  const open = item.closed_at ? { allowed: false, why: t('The document is {state} already.', { state: said(item.state_title).toLowerCase() }) } : permission
  const start = () => open.allowed && setFiling(true)
  useHotkeys(t('Loose document'), [{ keys: 'p', label: t('File to a patient'), run: start }])
  return (
    <>
      <div><Act variant="filled" hint="p" {...open} onClick={start}>{t('File to a patient')}</Act></div>
      {preview ?? <Pane title={t('Document')} flush><div className={styles.preview}><DocumentReader id={item.subject.id} plain /></div></Pane>}
      {filing && <FileDialog item={item} onClose={() => setFiling(false)} onDone={onDone} />}
    </>
  )
}

function FileDialog({ item, onClose, onDone }: { item: WorkItem; onClose: () => void; onDone: (said: string) => void }) {
  const client = useQueryClient()
  const [patient, setPatient] = useState<PatientBrief | null>(null)
  const [note, setNote, dropNote] = useDraft(`file ${item.id}`)
  const file = useMutation({
    meta: { quiet: true },
    mutationFn: (id: string) => api.fileLoose(item.id, { patient: id, note: note.trim() }),
    onSuccess: (_, id) => {
      dropNote()
      done(t('Filed.'))
      void client.invalidateQueries({ queryKey: ['patient', id] })
      onClose()
      onDone(t('Filed.'))
    },
  })
  return (
    <Dialog
      wide
      title={t('File to a patient')}
      onClose={onClose}
      onSubmit={() => patient && file.mutate(patient.id)}
      footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" disabled={!patient} loading={file.isPending}>{t('File to this patient')}</Button></>}
    >
      <PatientChooser subject={item.id} chosen={patient} onChoose={setPatient} autoFocus />
      <Textarea label={t('Note')} rows={2} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      <div role="alert">{file.error && <Reason tone="bad">{asProblem(file.error).message}</Reason>}</div>
    </Dialog>
  )
}
