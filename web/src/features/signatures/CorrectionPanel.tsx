// SPDX-License-Identifier: Apache-2.0
import { Button, Textarea } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { DocumentCorrection, SignableDocument, WorkItem } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { useDraft } from '@/ui/drafts'
import { Reason } from '@/ui/Empty'
import { at } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import { useMay, useSession } from '@/ui/session'
import { done } from '@/ui/toasts'

type Done = (said: string) => void

/** A document that came back: what is wrong, its text, and the text anew. */
export function CorrectionPanel({ item, onDone }: { item: WorkItem; onDone: Done }) {
  const query = useQuery(q.correctionOfItem(item.id, item.version))
  return <Loaded query={query}>{(one) => <Asked correction={one} onDone={onDone} />}</Loaded>
}

function Asked({ correction, onDone }: { correction: DocumentCorrection; onDone: Done }) {
  const document = useQuery(q.signable(correction.document.id))
  const types = useMay('file-documents')
  const signs = useMay('sign-documents')
  const me = useSession().user.id
  const isOpen = correction.state === 'requested' || correction.state === 'in-transcription'
  return (
    <Pane title={t('What is wrong in it')}>
      <div className="stack">
        <Reason tone="info" title={t('{who}, {when}', { who: correction.asked_by.name, when: at(correction.asked_at) })}>{correction.words}</Reason>
        <AppLink to={paths.document(correction.document.id)}>{t('Open the document')}</AppLink>
        {isOpen && types.allowed && <Loaded query={document}>{(one) => <Anew correction={correction} document={one} onDone={onDone} />}</Loaded>}
        {!correction.closed_at && (types.allowed || (signs.allowed && correction.asked_by.id === me)) && <TakeBack correction={correction} onDone={onDone} />}
      </div>
    </Pane>
  )
}

/** By who asked, or by the department where nobody asks any more. */
function TakeBack({ correction, onDone }: { correction: DocumentCorrection; onDone: Done }) {
  const take = useMutation({
    mutationFn: () => api.withdrawCorrection(correction.id),
    meta: { quiet: true },
    onSuccess: () => {
      done(t('Nothing is wrong in it any more.'))
      onDone(t('Nothing is wrong in it any more.'))
    },
  })
  return (
    <>
      <div className="row"><Button loading={take.isPending} onClick={() => take.mutate()}>{t('Not wrong after all')}</Button></div>
      <div role="alert">{take.error && <Reason tone="bad"><Said>{asProblem(take.error).message}</Said></Reason>}</div>
    </>
  )
}

function Anew({ correction, document, onDone }: { correction: DocumentCorrection; document: SignableDocument; onDone: Done }) {
  const [text, setText, clear] = useDraft(`anew ${correction.id}`, document.text ?? '')
  const send = useMutation({
    mutationFn: () => api.returnCorrection(correction.id, { text }),
    meta: { quiet: true },
    onSuccess: () => {
      clear()
      done(t('With the physician again.'))
      onDone(t('With the physician again.'))
    },
  })
  if (document.text === undefined) return <p>{t('It is no plain text: its sender brings a new version, and it goes to the physician by itself.')}</p>
  return (
    <form className="stack" onSubmit={(event) => (event.preventDefault(), send.mutate())}>
      <Textarea label={t('The whole text as it shall be')} autosize minRows={8} maxRows={24} value={text} onChange={(event) => setText(event.currentTarget.value)} onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && event.currentTarget.form?.requestSubmit()} />
      <div className="row"><Button type="submit" variant="filled" loading={send.isPending}>{t('Back to the physician')}</Button></div>
      <div role="alert">{send.error && <Reason tone="bad"><Said>{asProblem(send.error).message}</Said></Reason>}</div>
    </form>
  )
}
