// SPDX-License-Identifier: Apache-2.0
import { Button, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { HeldImaging, PatientBrief, WorkItem } from '@/api/types'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { Dialog } from '@/ui/Dialog'
import { Lines, Reason } from '@/ui/Empty'
import { day } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import { Pane } from '@/ui/Page'
import { PatientLine } from '@/ui/PatientBanner'
import { PatientFinder } from '@/ui/PatientFinder'
import { Said } from '@/ui/Said'
import { useMay } from '@/ui/session'
import table from '@/ui/table.module.css'
import { done } from '@/ui/toasts'
import { ObjectView } from './StudyReader'
import styles from './StudyReader.module.css'

/** Objects whose patient is in doubt: what they say beside who has that number here, and the picture. */
export function HeldImagingPanel({ item, onDone }: { item: WorkItem; onDone: (said: string) => void }) {
  const query = useQuery(q.heldImaging(item.id))
  return <Loaded query={query} loading={<Lines count={12} label={t('Loading the study')} />}>{(held) => <Compared held={held} item={item} onDone={onDone} />}</Loaded>
}

function Compared({ held, item, onDone }: { held: HeldImaging; item: WorkItem; onDone: (said: string) => void }) {
  const client = useQueryClient()
  const permission = useMay('assign-patient')
  const [asking, setAsking] = useState(false)
  const { said, known } = held
  const first = known[0]
  const rows = [
    { what: t('Name'), said: said.name, own: first?.name }, { what: t('Birth date'), said: day(said.birth_date), own: day(first?.birth_date) },
    { what: t('MRN'), said: said.mrn, own: first?.mrn }, { what: t('Issuer'), said: said.issuer, own: first?.assigner },
  ]
  useHotkeys(t('Held study'), item.closed_at ? [] : [{ keys: 'p', label: t('Assign to a patient'), run: () => permission.allowed && setAsking(true) }])
  const finish = () => {
    setAsking(false)
    done(t('Assigned and filed.'))
    for (const key of ['held-imaging', 'worklists', 'home', 'patient']) void client.invalidateQueries({ queryKey: [key] })
    onDone(t('Assigned and filed.'))
  }
  return (
    <div className={styles.study}>
      {item.reason && <Reason tone="info" title={t('Why it waits')}><Said>{item.reason.sentence}</Said></Reason>}
      <Pane title={t('Whose is it?')} flush actions={!item.closed_at && <Act size="compact-sm" hint="p" {...permission} onClick={() => setAsking(true)}>{t('Assign patient')}</Act>}>
        <div className={table.scroll} tabIndex={0} role="region" aria-label={t('Object and record compared, table')}>
          <table className={table.table}>
            <thead><tr><th><span className="read-only-by-ear">{t('What')}</span></th><th>{t('The object says')}</th><th>{t('Who has that number here')}</th></tr></thead>
            <tbody>{rows.map((row) => <tr key={row.what}><th scope="row">{row.what}</th><td className="num">{row.said || '–'}</td><td className="num">{first ? row.own : row.what === t('Name') ? t('nobody whom the index knows') : ''}</td></tr>)}</tbody>
          </table>
        </div>
      </Pane>
      {held.objects.slice(0, 1).map((one) => <ObjectView key={one.id} object={one} />)}
      {held.objects.length > 1 && <p className="soft small">{t('{n} objects wait together; they go into one chart.', { n: held.objects.length })}</p>}
      {asking && <AssignStudy held={held} onClose={() => setAsking(false)} onDone={finish} />}
    </div>
  )
}

function AssignStudy({ held, onClose, onDone }: { held: HeldImaging; onClose: () => void; onDone: () => void }) {
  const [patient, setPatient] = useState<PatientBrief | null>(null)
  const [note, setNote] = useState('')
  const assign = useMutation({
    meta: { quiet: true },
    mutationFn: (id: string) => api.assignHeldImaging(held.item.id, { patient: id, ...(note.trim() && { note: note.trim() }) }),
    onSuccess: onDone,
  })
  return (
    <Dialog
      wide
      title={t('Assign to a patient')}
      onClose={onClose}
      onSubmit={() => patient && assign.mutate(patient.id)}
      footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" disabled={!patient} loading={assign.isPending}>{t('File to this patient')}</Button></>}
    >
      {patient ? <div className="row"><PatientLine patient={patient} /><Button size="compact-xs" variant="subtle" onClick={() => setPatient(null)}>{t('Another patient')}</Button></div> : <PatientFinder label={t('The right patient')} onPick={setPatient} autoFocus />}
      <Textarea key={patient?.id} autoFocus={!!patient} label={t('Note (why it is this patient)')} rows={2} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      <div role="alert">{assign.error && <Reason tone="bad">{asProblem(assign.error).message}</Reason>}</div>
    </Dialog>
  )
}
