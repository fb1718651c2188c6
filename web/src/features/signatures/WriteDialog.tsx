// SPDX-License-Identifier: Apache-2.0
import { Button, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import type { OwedLine, SignableDocument } from '@/api/types'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { useDraft } from '@/ui/drafts'
import { Reason } from '@/ui/Empty'
import { Said } from '@/ui/Said'
import { done } from '@/ui/toasts'
import { StaffField, type Named } from './StaffField'

interface Props { line: OwedLine; begun?: SignableDocument; onClose: () => void; onDone: () => void }

/** A text of the type that is missing, or one's own that nobody has signed yet. The keyboard's dictation writes here too. */
export function WriteDialog({ line, begun, onClose, onDone }: Props) {
  const [text, setText, clear] = useDraft(`note ${begun?.document.id ?? `${line.encounter} ${line.type_code}`}`, begun?.text ?? '')
  const [author, setAuthor] = useState<Named>()
  const keep = useMutation({
    mutationFn: () => (begun ? api.rewriteNote(begun.document.id, { version: begun.version, text }) : api.writeNote({ encounter: line.encounter ?? '', type: line.type_code ?? '', text, author })),
    meta: { quiet: true },
    onSuccess: () => (clear(), done(t('Kept. Read it once more, then sign it.')), onDone()),
  })
  return (
    <Dialog wide title={line.title} onClose={onClose} onSubmit={() => text.trim() && keep.mutate()} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={keep.isPending}>{t('Keep it')}</Button></>}>
      <div className="stack">
        {!begun && <StaffField label={t('For whom')} description={t('Somebody else signs it: you only record what they say.')} none={t('For myself')} value={author} onChange={setAuthor} />}
        <Textarea data-autofocus required label={t('Text')} description={t('Typed, or dictated by the keyboard. Ctrl+Enter keeps it; it is signed afterwards.')} autosize minRows={10} maxRows={24} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <div role="alert">{keep.error && <Reason tone="bad"><Said>{asProblem(keep.error).message}</Said></Reason>}</div>
      </div>
    </Dialog>
  )
}
