// SPDX-License-Identifier: Apache-2.0
import { Button, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import type { NewCorrection } from '@/api/types'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { useDraft } from '@/ui/drafts'
import { Reason } from '@/ui/Empty'
import { Said } from '@/ui/Said'
import { done } from '@/ui/toasts'

/** What is wrong, in words; transcription writes it anew and it comes again. */
export function CorrectionDialog({ document, onClose, onDone }: { document: NewCorrection['document']; onClose: () => void; onDone: () => void }) {
  const [words, setWords, clear] = useDraft(`correction ${document.id}`)
  const send = useMutation({
    mutationFn: () => api.askCorrection({ document, words }),
    meta: { quiet: true },
    onSuccess: () => (clear(), done(t('Back with transcription. It comes again when it is written.')), onDone()),
  })
  return (
    <Dialog title={t('Back to transcription')} onClose={onClose} onSubmit={() => words.trim() && send.mutate()} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={send.isPending}>{t('Send it back')}</Button></>}>
      <div className="stack">
        <Textarea data-autofocus required label={t('What is wrong in it')} autosize minRows={3} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
        <div role="alert">{send.error && <Reason tone="bad"><Said>{asProblem(send.error).message}</Said></Reason>}</div>
      </div>
    </Dialog>
  )
}
