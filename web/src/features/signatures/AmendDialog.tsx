// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import type { NewAmendment, SignableDocument } from '@/api/types'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { useDraft } from '@/ui/drafts'
import { Reason } from '@/ui/Empty'
import { Said } from '@/ui/Said'
import { done } from '@/ui/toasts'

type Kind = NewAmendment['kind']
const kinds: { value: Kind; label: string }[] = [
  { value: 'addendum', label: t('Addendum: something new beside it') },
  { value: 'correction', label: t('Correction: it says something wrong') },
  { value: 'late-entry', label: t('Late entry: written later than it happened') },
  { value: 'retraction', label: t('Retraction: it was entered in error') },
]

/** What follows a signature, each its own act, signed in it; the original stays readable. */
export function AmendDialog({ document, onClose, onDone }: { document: SignableDocument; onClose: () => void; onDone: () => void }) {
  const [kind, setKind] = useState<Kind>('addendum')
  const [text, setText, clear] = useDraft(`amendment ${document.document.id}`)
  const [reason, setReason] = useState('')
  const [happened, setHappened] = useState('')
  const [password, setPassword] = useState('')
  const needsReason = kind === 'correction' || kind === 'retraction'
  const send = useMutation({
    mutationFn: () => api.amend({
      kind, password, document: document.document, version: document.version, digest: document.digest,
      ...(kind === 'retraction' ? {} : { text }), ...(needsReason ? { reason } : {}),
      ...(kind === 'late-entry' && happened ? { happened_at: new Date(happened).toISOString() } : {}),
    }),
    meta: { quiet: true },
    onSuccess: () => (clear(), done(t('Kept and signed. The original stays readable.')), onDone()),
    onError: () => setPassword(''),
  })
  return (
    <Dialog wide title={t('Add to it, correct it, take it back')} onClose={onClose} onSubmit={() => send.mutate()} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={send.isPending}>{t('Sign')}</Button></>}>
      <div className="stack">
        <NativeSelect data-autofocus label={t('What it is')} value={kind} onChange={(event) => setKind(event.currentTarget.value as Kind)} data={kinds} />
        {kind === 'late-entry' && <TextInput type="datetime-local" required label={t('When it happened')} value={happened} onChange={(event) => setHappened(event.currentTarget.value)} />}
        {needsReason && <TextInput required label={t('What is wrong in it')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />}
        {kind !== 'retraction' && <Textarea required label={kind === 'correction' ? t('The whole text as it shall be') : t('Text')} autosize minRows={6} maxRows={20} value={text} onChange={(event) => setText(event.currentTarget.value)} />}
        <PasswordInput label={t('Your password')} required autoComplete="current-password" value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
        <div role="alert">{send.error && <Reason tone="bad"><Said>{asProblem(send.error).message}</Said></Reason>}</div>
      </div>
    </Dialog>
  )
}
