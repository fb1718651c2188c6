// SPDX-License-Identifier: Apache-2.0
import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { AmendmentRequest } from '@/api/types'
import { said, t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { Reason } from '@/ui/Empty'
import { dayAfter } from '@/ui/format'
import { Said } from '@/ui/Said'
import { useStored } from '@/ui/useStored'
import type { Step } from './steps'
import { opinionWords } from './words'

interface Props { request: AmendmentRequest; step: Step; onClose: () => void; onDone: (said: string) => void }

/** Everything that a step asks for; whom a letter names is remembered at this desk. */
export function StepDialog({ request, step, onClose, onDone }: Props) {
  const { data: terms } = useQuery(q.amendmentTerms())
  const [contact, setContact] = useStored('amendment-contact', { contact: '', telephone: '' })
  const [form, setForm] = useState<Record<string, string>>({ received_on: dayAfter(0), opinion: 'agrees', why: 'named-by-patient' })
  const [grounds, setGrounds] = useState<string[]>([])
  const fields = step.fields ?? []
  const has = (field: string) => fields.some((one) => one === field)
  const set = (name: string) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget
    setForm((before) => ({ ...before, [name]: value }))
  }
  const send = useMutation({
    mutationFn: () => api.stepOnAmendment(request.id, step.path, { ...Object.fromEntries(fields.filter((one) => one !== 'contact' && one !== 'grounds').map((one) => [one, (form[one] ?? '').trim()])), ...(has('grounds') ? { grounds } : {}), ...(has('contact') ? contact : {}), ...step.fixed }),
    meta: { quiet: true },
    onSuccess: (after) => onDone(said(after.state_title)),
  })
  const problem = send.error ?? step.error
  if (!terms) return null // the first field takes the focus when the dialog opens
  const text = (name: string, label: string, first = false) => has(name) && <TextInput data-autofocus={first || undefined} label={label} value={form[name] ?? ''} onChange={set(name)} />
  const long = (name: string, label: string) => has(name) && <Textarea data-autofocus={fields[0] === name || undefined} label={label} autosize minRows={2} maxRows={10} value={form[name] ?? ''} onChange={set(name)} />
  return (
    <Dialog title={step.title.replace('…', '')} wide onClose={onClose} onSubmit={() => send.mutate()} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" data-autofocus={fields.length === 0 || undefined} loading={send.isPending}>{step.title.replace('…', '')}</Button></>}>
      <div className="stack">
        {has('until') && <TextInput data-autofocus type="date" label={t('Answered by, at the latest {days} days more', { days: terms?.extend_by_days ?? 30 })} value={form.until ?? ''} onChange={set('until')} />}
        {long('reason', t('Why more time is needed (it stands in the letter)'))}
        {has('to') && <NativeSelect data-autofocus label={t('Whoever wrote the entry')} value={form.to ?? ''} onChange={set('to')} data={[{ value: '', label: t('Choose…') }, ...(terms?.authors ?? []).map((one) => ({ value: one.id, label: one.name }))]} />}
        {has('opinion') && <NativeSelect data-autofocus label={t('Your opinion')} value={form.opinion ?? ''} onChange={set('opinion')} data={['agrees', 'in-part', 'disagrees'].map((one) => ({ value: one, label: opinionWords(one) }))} />}
        {has('received_on') && <TextInput data-autofocus type="date" label={t('Received on')} value={form.received_on ?? ''} onChange={set('received_on')} />}
        {long('accepted', t('What is amended, and how'))}
        {has('grounds') && (
          <Checkbox.Group label={t('For which reason it is denied')} value={grounds} onChange={setGrounds}>
            {(terms?.grounds ?? []).map((one, index) => <Checkbox key={one.code} data-autofocus={(fields[0] === 'grounds' && index === 0) || undefined} mt="xs" value={one.code} label={`${said(one.title)} (${one.paragraph})`} />)}
          </Checkbox.Group>
        )}
        {long('denied', t('What is not amended, and why'))}
        {long('words', t('In words'))}
        {text('name', t('Who'), true)}
        {text('reached', t('Address, telephone or fax'))}
        {has('why') && <NativeSelect label={t('Why they are to know')} value={form.why ?? ''} onChange={set('why')} data={[{ value: 'named-by-patient', label: t('The patient named them') }, { value: 'known-to-hold', label: t('They are known to have it') }]} />}
        {has('contact') && (
          <div className="row">
            <TextInput data-autofocus={fields[0] === 'contact' || undefined} label={t('Whom the letter names')} value={contact.contact} onChange={(event) => setContact({ ...contact, contact: event.currentTarget.value })} />
            <TextInput label={t('Their telephone')} value={contact.telephone} onChange={(event) => setContact({ ...contact, telephone: event.currentTarget.value })} />
          </div>
        )}
        <div role="alert">{!!problem && <Reason tone="bad"><Said>{said(asProblem(problem).message)}</Said></Reason>}</div>
      </div>
    </Dialog>
  )
}
