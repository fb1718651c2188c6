// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem, type Problem } from '@/api/http'
import type { PaperPlace } from '@/api/types'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { Dialog } from '@/ui/Dialog'
import { Reason } from '@/ui/Empty'
import { words } from '@/ui/format'
import { Said } from '@/ui/Said'

/** What may stand in what, as the server decides it: only what can be made is offered. */
const below: Record<string, string[]> = {
  '': ['site', 'room', 'borrower', 'ward', 'clinic', 'vehicle', 'vendor', 'institution'], site: ['room', 'borrower', 'ward', 'clinic', 'vehicle'], room: ['bay', 'shelf', 'cart', 'box'], bay: ['shelf', 'box'], shelf: ['box'], cart: ['box'], box: ['box'],
  '?': ['room', 'bay', 'shelf', 'box', 'cart', 'borrower', 'ward', 'clinic', 'vehicle'], vendor: ['box'], borrower: ['borrower'], ward: ['borrower', 'ward'], clinic: ['borrower', 'clinic'], vehicle: ['borrower'],
}
const orders = ['terminal-digit', 'middle-digit', 'straight', 'alphabetic']

export function NewPlaceDialog({ parent, onClose, onMade }: { parent?: Pick<PaperPlace, 'id' | 'name' | 'kind'>; onClose: () => void; onMade: (place: PaperPlace) => void }) {
  const kinds = below[parent?.kind ?? ''] ?? ['box']
  const [form, setForm] = useState({ kind: kinds[0] ?? 'box', name: '', code: '', order: 'terminal-digit', capacity: '', walk: '' })
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const set = (name: keyof typeof form) => (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value })
  const submit = async () => {
    setBusy(true)
    try {
      onMade(await api.newPlace({
        kind: form.kind, name: form.name, ...(parent && { parent: parent.id }), ...(form.code.trim() && { code: form.code.trim() }), ...(form.kind === 'room' && { order: form.order }),
        ...(form.capacity && { capacity: Number(form.capacity) }), ...(form.walk && { walk: Number(form.walk) }),
      }))
    } catch (error) {
      setProblem(asProblem(error))
      setBusy(false)
    }
  }
  return (
    <Dialog title={parent?.name ? t('Make a place in {place}', { place: parent.name }) : t('Make a place')} onClose={onClose} onSubmit={() => void submit()} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Act type="submit" variant="filled" allowed={!busy}>{t('Make it')}</Act></>}>
      <div className="stack">
        <TextInput data-autofocus label={t('Name')} value={form.name} onChange={set('name')} autoComplete="off" error={problem?.location === 'name' ? problem.message : undefined} />
        <NativeSelect label={t('Kind')} value={form.kind} onChange={set('kind')} data={kinds.map((one) => ({ value: one, label: words(one) }))} />
        <TextInput label={t('Code, as messages or the vendor name it')} value={form.code} onChange={set('code')} autoComplete="off" />
        {form.kind === 'room' && <NativeSelect label={t('Filing order')} value={form.order} onChange={set('order')} data={orders.map((one) => ({ value: one, label: words(one) }))} />}
        {form.kind === 'shelf' && <TextInput type="number" label={t('Volumes that it takes')} value={form.capacity} onChange={set('capacity')} />}
        <TextInput type="number" label={t('Its turn on the walk')} value={form.walk} onChange={set('walk')} />
        {problem && problem.location !== 'name' && <div role="alert"><Reason tone="bad"><Said>{problem.message}</Said></Reason></div>}
      </div>
    </Dialog>
  )
}
