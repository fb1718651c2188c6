// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { PatientBrief, ScanSheetOrder } from '@/api/types'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { Reason } from '@/ui/Empty'
import { day } from '@/ui/format'
import { PatientFinder } from '@/ui/PatientFinder'
import { Said } from '@/ui/Said'
import { handOver } from '@/ui/hand_over'
import { done } from '@/ui/toasts'
import styles from './DeskPage.module.css'
import { TypeField } from './TypeField'

type Kind = ScanSheetOrder['kind']

const kinds = (): { value: Kind; label: string }[] => [
  { value: 'patient', label: t('Patient sheet: whose papers follow') },
  { value: 'document_type', label: t('Type sheet: what kind of document follows') },
  { value: 'patch', label: t('Patch sheet: here a new document begins') },
  { value: 'sticker', label: t('Stickers for single documents') },
]

const mostAtOnce = 200

/** Separator sheets and stickers, each with a serial of its own: as a PDF, or as ZPL for a label printer. */
export function CoverSheetsDialog({ onClose }: { onClose: () => void }) {
  const types = useQuery(q.scanTypes()).data ?? []
  const [kind, setKind] = useState<Kind>('patient')
  const [patient, setPatient] = useState<PatientBrief>()
  const [type, setType] = useState('')
  const [count, setCount] = useState('1')
  const [format, setFormat] = useState<'pdf' | 'zpl'>('pdf')
  const [missing, setMissing] = useState('')
  const namesPatient = kind === 'patient' || kind === 'sticker'
  const namesType = kind !== 'patch'
  const print = useMutation({
    meta: { quiet: true },
    mutationFn: () => api.coverSheets({ kind, patient: namesPatient ? patient?.id : undefined, document_type: (namesType && type) || undefined, count: Number(count), format }),
    onSuccess: ({ bytes }) => {
      handOver({ name: `cover-sheets.${format}`, bytes })
      done(t('{n, plural, one {# sheet is} other {# sheets are}} ready to print.', { n: Number(count) }))
      onClose()
    },
  })
  const run = () => {
    if (namesPatient && !patient) return setMissing(t('Find the patient whose papers follow.'))
    if (kind === 'document_type' && !type) return setMissing(t('Say which type follows.'))
    if (!/^[1-9]\d*$/.test(count.trim()) || Number(count) > mostAtOnce) return setMissing(t('Print 1 to {n} at once.', { n: mostAtOnce }))
    setMissing('')
    print.mutate()
  }
  const problem = print.error ? asProblem(print.error) : undefined
  return (
    <Dialog wide title={t('Cover sheets')} onClose={onClose} onSubmit={run} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={print.isPending}>{t('Make the file')}</Button></>}>
      <NativeSelect label={t('Kind')} data-autofocus value={kind} onChange={(event) => setKind(event.currentTarget.value as Kind)} data={kinds()} />
      {namesPatient && (patient ? (
        <p className="row">
          <strong className="cut">{patient.name}</strong>
          <span className="soft num">{[day(patient.birth_date), patient.mrn].filter(Boolean).join(' · ')}</span>
          <Button className="push" size="compact-xs" variant="subtle" onClick={() => setPatient(undefined)}>{t('Another patient')}</Button>
        </p>
      ) : <PatientFinder label={t('Find the patient')} onPick={setPatient} />)}
      {namesType && <TypeField label={kind === 'document_type' ? t('Document type (required)') : t('Document type')} name="type" types={types} suggested={[]} value={type} onChange={setType} error={problem?.location === 'document_type'} />}
      <div className={styles.two}>
        <TextInput label={t('How many')} inputMode="numeric" autoComplete="off" value={count} error={problem?.location === 'count'} onChange={(event) => setCount(event.currentTarget.value)} />
        <NativeSelect label={t('Printer')} value={format} onChange={(event) => setFormat(event.currentTarget.value as 'pdf' | 'zpl')} data={[{ value: 'pdf', label: t('Any printer (PDF)') }, { value: 'zpl', label: t('Label printer (ZPL)') }]} />
      </div>
      <div role="alert">{(missing || problem) && <Reason tone="bad"><Said>{missing || problem?.message}</Said></Reason>}</div>
    </Dialog>
  )
}
