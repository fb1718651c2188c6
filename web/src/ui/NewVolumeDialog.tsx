// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem, type Problem } from '@/api/http'
import { q } from '@/api/queries'
import type { PaperVolumeView } from '@/api/types'
import { t } from '@/i18n'
import { Act } from './Act'
import { Dialog } from './Dialog'
import { Reason } from './Empty'
import { words } from './format'
import { Said } from './Said'

/** A volume is made: its number by the numbering of the house, the one in use closed on a day, and what it was called before. */
export function NewVolumeDialog({ patient, kind = 'medical', onClose, onMade }: { patient: string; kind?: string; onClose: () => void; onMade: (view: PaperVolumeView) => void }) {
  const client = useQueryClient()
  const { data: terms } = useQuery(q.paperTerms())
  const [form, setForm] = useState({ kind, medium: 'paper', home: '', chart_number: '', cut_off: '', position: '', old: '', scheme: 'other', hospital: '' })
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const { data: places } = useQuery(q.paperPlaces(form.home.trim()))
  const home = form.home.trim() ? places?.find((one) => one.files) : undefined
  const set = (name: keyof typeof form) => (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value })
  const submit = async () => {
    if (!home) return setProblem(asProblem(new Error(t('Say where it belongs: a part of the name of a room or a shelf.'))))
    setBusy(true)
    try {
      const made = await api.newPaperVolume({
        patient, home: home.id, kind: form.kind, medium: form.medium, ...(form.chart_number.trim() && { chart_number: form.chart_number.trim() }),
        ...(form.cut_off && { cut_off: form.cut_off }), ...(form.position.trim() && { position: form.position.trim() }),
        ...(form.old.trim() && { old_numbers: [{ value: form.old.trim(), scheme: form.scheme, hospital: form.hospital.trim() }] }),
      })
      void client.invalidateQueries({ queryKey: ['paper'] })
      onMade(made)
    } catch (error) {
      setProblem(asProblem(error))
      setBusy(false)
    }
  }
  return (
    <Dialog title={t('New volume')} onClose={onClose} onSubmit={() => void submit()} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Act type="submit" variant="filled" allowed={!busy}>{t('Make the volume')}</Act></>}>
      <div className="stack">
        <TextInput data-autofocus label={t('Belongs in')} value={form.home} onChange={set('home')} description={form.home.trim() ? (home?.path ?? t('No such place')) : t('A part of its name')} autoComplete="off" />
        <NativeSelect label={t('Kind')} value={form.kind} onChange={set('kind')} data={(terms?.kinds ?? [form.kind]).map((one) => ({ value: one, label: words(one) }))} />
        <NativeSelect label={t('Medium')} value={form.medium} onChange={set('medium')} data={(terms?.media ?? ['paper']).map((one) => ({ value: one, label: words(one) }))} />
        <TextInput label={terms?.numbering === 'unit' || !terms ? t('Number on the folder, where it is not the record number') : t('Number of this admission')} value={form.chart_number} onChange={set('chart_number')} autoComplete="off" />
        <TextInput type="date" label={t('Begins on; the volume in use ends that day')} value={form.cut_off} onChange={set('cut_off')} />
        <TextInput label={t('Roll and frame, jacket or box')} value={form.position} onChange={set('position')} autoComplete="off" />
        <TextInput label={t('Old number')} value={form.old} onChange={set('old')} autoComplete="off" />
        {form.old.trim() && <NativeSelect label={t('Numbering of the old number')} value={form.scheme} onChange={set('scheme')} data={(terms?.schemes ?? ['other']).map((one) => ({ value: one, label: words(one) }))} />}
        {form.old.trim() && <TextInput label={t('Hospital of the old number')} value={form.hospital} onChange={set('hospital')} autoComplete="off" />}
        {problem && <div role="alert"><Reason tone="bad"><Said>{problem.message}</Said></Reason></div>}
      </div>
    </Dialog>
  )
}
