// SPDX-License-Identifier: Apache-2.0
import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import { said, t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { Reason } from '@/ui/Empty'
import { day, dayAfter } from '@/ui/format'
import { Said } from '@/ui/Said'
import { done } from '@/ui/toasts'
import { channelWords } from './words'

interface Props { patient: string; document: { type: string; id: string; title: string }; quote: string; onClose: () => void }

/** A request is entered, or this entry is linked with one that is open. */
export function ReceiveDialog({ patient, document, quote, onClose }: Props) {
  const client = useQueryClient()
  const requests = useQuery(q.amendmentsOf(patient))
  const { data: terms } = useQuery(q.amendmentTerms())
  const [to, setTo] = useState('')
  const [role, setRole] = useState('disputed')
  const [form, setForm] = useState({ received_on: dayAfter(0), channel: 'letter', asked_by: '', wanted: '', because: '', quote, wants_disclosed: false })
  const set = (change: Partial<typeof form>) => setForm((before) => ({ ...before, ...change }))
  const named = { type: document.type, id: document.id }
  const send = useMutation({
    mutationFn: () => to
      ? api.stepOnAmendment(to, 'documents', { role, document: named, quote: form.quote || undefined })
      : api.receiveAmendment({ patient, ...form, asked_by: form.asked_by || undefined, because: form.because || undefined, documents: [{ document: named, quote: form.quote || undefined }] }),
    meta: { quiet: true },
    onSuccess: (after) => {
      done(to ? t('Linked.') : t('Entered. It is answered in writing by {day}.', { day: day(after.last_day) }))
      void client.invalidateQueries({ queryKey: ['amendments'] })
      onClose()
    },
  })
  if (!requests.data) return null // the first field takes the focus when the dialog opens
  const open = requests.data.items.filter((one) => !one.closed_at)
  const chosen = open.find((one) => one.id === to)
  return (
    <Dialog title={t('The patient asks to amend the record')} wide onClose={onClose} onSubmit={() => send.mutate()} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={send.isPending}>{to ? t('Link it') : t('Enter the request')}</Button></>}>
      <div className="stack">
        <p className="soft small">{document.title}</p>
        {open.length > 0 && <NativeSelect data-autofocus label={t('Which request')} value={to} onChange={(event) => setTo(event.currentTarget.value)} data={[{ value: '', label: t('A new one') }, ...open.map((one) => ({ value: one.id, label: t('Of {day}: {words}', { day: day(one.received_on), words: one.wanted.slice(0, 60) }) }))]} />}
        {chosen?.decision?.accepted && <NativeSelect label={t('What this document is to it')} value={role} onChange={(event) => setRole(event.currentTarget.value)} data={[{ value: 'disputed', label: t('The disputed entry') }, { value: 'amendment', label: t('What amends it') }]} />}
        {!to && (
          <>
            <div className="row">
              <TextInput data-autofocus={open.length === 0 || undefined} type="date" label={t('Received on')} required value={form.received_on} onChange={(event) => set({ received_on: event.currentTarget.value })} />
              <NativeSelect label={t('How it came')} value={form.channel} onChange={(event) => set({ channel: event.currentTarget.value })} data={(terms?.channels ?? ['letter']).map((one) => ({ value: one, label: channelWords(one) }))} />
              <TextInput label={t('Asked by (if not the patient)')} value={form.asked_by} onChange={(event) => set({ asked_by: event.currentTarget.value })} />
            </div>
            <Textarea label={t('What the patient wants to be amended')} required autosize minRows={2} maxRows={8} value={form.wanted} onChange={(event) => set({ wanted: event.currentTarget.value })} />
            <Textarea label={t('The reason they give')} autosize minRows={1} maxRows={6} value={form.because} onChange={(event) => set({ because: event.currentTarget.value })} />
          </>
        )}
        <Textarea label={t('The words in this entry that are meant')} autosize minRows={1} maxRows={4} value={form.quote} onChange={(event) => set({ quote: event.currentTarget.value })} />
        {!to && <Checkbox label={t('The patient wants the request to go along when this entry is disclosed')} checked={form.wants_disclosed} onChange={(event) => set({ wants_disclosed: event.currentTarget.checked })} />}
        <div role="alert">{send.error && <Reason tone="bad"><Said>{said(asProblem(send.error).message)}</Said></Reason>}</div>
      </div>
    </Dialog>
  )
}
