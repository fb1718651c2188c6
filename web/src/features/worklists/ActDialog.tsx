// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { q } from '@/api/queries'
import type { ActRequest, EventOption, Reason as CodedReason } from '@/api/types'
import { said, t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { useDraft } from '@/ui/drafts'
import { Reason } from '@/ui/Empty'
import { dayAfter } from '@/ui/format'
import { ReasonField } from '@/ui/ReasonField'
import { Said } from '@/ui/Said'
import { useMay, useSession } from '@/ui/session'
import type { PanelStep } from './panels'

interface Props {
  event: Pick<EventOption, 'event' | 'title' | 'needs_reason'>
  reasons: CodedReason[]
  /** What the queue's own step asks beside a reason. */
  asks?: PanelStep['asks']
  /** Where the typed note is kept until it is sent. */
  draft: string
  about: string
  busy: boolean
  problem?: string
  onClose: () => void
  onRun: (act: Omit<ActRequest, 'version'>) => void
}

/** Asks what a step needs: a reason, a person, a day, a note. */
export function ActDialog({ event, reasons, asks, draft, about, busy, problem, onClose, onRun }: Props) {
  const [note, setNote, dropNote] = useDraft(`act ${event.event} ${draft}`)
  const [reason, setReason] = useState('')
  const [assignee, setAssignee] = useState('')
  const [until, setUntil] = useState(dayAfter(1))
  const [missing, setMissing] = useState('')
  const asksDay = event.event === 'wait' || asks === 'day'
  const needsWords = event.event === 'note' || asks === 'needed-words'
  const run = () => {
    if (event.needs_reason && !reason) return setMissing(t('Choose a reason.'))
    if (event.event === 'assign' && !assignee) return setMissing(t('Choose a person.'))
    if (needsWords && !note.trim()) return setMissing(event.event === 'note' ? t('Write the note.') : t('Say it in words.'))
    onRun({
      event: event.event,
      ...(reason && { reason }),
      ...(note.trim() && { note: note.trim() }),
      ...(event.event === 'assign' && { assignee }),
      ...(asksDay && { waiting_until: new Date(`${until}T08:00`).toISOString() }),
    })
    dropNote()
  }
  return (
    <Dialog
      title={said(event.title)}
      onClose={onClose}
      onSubmit={run}
      footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={busy}><Said>{event.title}</Said></Button></>}
    >
      <p className="soft small">{about}</p>
      {event.needs_reason && <ReasonField reasons={reasons} value={reason} onChange={setReason} autoFocus />}
      {event.event === 'assign' && <PersonField value={assignee} onChange={setAssignee} />}
      {asksDay && <TextInput label={event.event === 'wait' ? t('Wait until') : t('Until')} type="date" required value={until} min={dayAfter(0)} onChange={(change) => setUntil(change.currentTarget.value)} data-autofocus={!event.needs_reason || undefined} />}
      <Textarea
        label={event.event === 'note' ? t('Note') : asks === 'needed-words' ? t('In words') : t('Note (kept with the item)')}
        required={needsWords}
        autosize={false}
        rows={3}
        value={note}
        onChange={(change) => setNote(change.currentTarget.value)}
        data-autofocus={needsWords || asks === 'words' || undefined}
      />
      <div role="alert">{(missing || problem) && <Reason tone="bad">{missing || problem}</Reason>}</div>
    </Dialog>
  )
}

/** People by name where the list of people is open to this person; else oneself or a known number. */
function PersonField({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const session = useSession()
  const { allowed } = useMay('manage-people')
  const { data } = useQuery({ ...q.users(), enabled: allowed })
  const people = (data ?? [{ id: session.user.id, display_name: session.user.display_name, name: session.user.name, disabled: false, is_program: false }]).filter((user) => !user.disabled && !user.is_program)
  return (
    <NativeSelect
      label={t('Person')}
      required
      data-autofocus
      value={value}
      onChange={(change) => onChange(change.currentTarget.value)}
      data={[{ value: '', label: t('Choose…') }, ...people.map((user) => ({ value: user.id, label: `${user.display_name} (${user.name})` }))]}
    />
  )
}
