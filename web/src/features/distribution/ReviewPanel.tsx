// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { q } from '@/api/queries'
import type { DistributionCopy, WorkItem } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { Dialog } from '@/ui/Dialog'
import { at } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { useMay } from '@/ui/session'
import { Changes } from './Changes'
import { ReasonDialog } from './SendDialog'
import { useCopyAct } from './useCopyAct'
import { reasonWords, stateWords } from './words'

/** A report that waits for the review of whom it was written for: its words, what changed, and what they say of it. */
export function ReviewPanel({ item, onDone }: { item: WorkItem; onDone: (words: string) => void }) {
  const query = useQuery(q.copyOfItem(item.id))
  return <Loaded query={query}>{(copy) => <Shown copy={copy} item={item} onDone={onDone} />}</Loaded>
}

function Shown({ copy, item, onDone }: { copy: DistributionCopy; item: WorkItem; onDone: (words: string) => void }) {
  const isAsked = copy.is_mine && (item.state === 'to-review' || item.state === 'opened')
  const { act } = useCopyAct()
  // Its words stand on the screen: it is opened.
  useEffect(() => {
    if (copy.is_mine && copy.state === 'delivered') void act(copy.id, { event: 'open' }, t('Opened.'))
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [copy.id])
  return (
    <div className="stack">
      <Pane title={copy.title}>
        <p className="soft small">{[t('for {whom}', { whom: copy.recipient }), reasonWords(copy.reasons), stateWords(copy.state), at(copy.made_at)].join(' · ')}</p>
        <p><AppLink to={paths.document(copy.document.id)}>{t('The document')}</AppLink></p>
      </Pane>
      <Changes copy={copy.id} />
      {isAsked && <Answers copy={copy} onDone={onDone} />}
      {item.state === 'rejected' && <Reassign copy={copy} onDone={onDone} />}
    </div>
  )
}

function Answers({ copy, onDone }: { copy: DistributionCopy; onDone: (words: string) => void }) {
  const { act, alert } = useCopyAct(onDone)
  const [asking, setAsking] = useState<'corrections' | 'not-mine'>()
  const approve = () => void act(copy.id, { event: 'approve' }, t('Approved.'))
  useHotkeys(t('Report to review'), [
    { keys: 'y', label: t('Approve'), run: approve },
    { keys: 'e', label: t('Ask for corrections'), run: () => setAsking('corrections') },
    { keys: 'o', label: t('Not mine'), run: () => setAsking('not-mine') },
  ])
  return (
    <div className="row">
      <Act variant="filled" hint="y" onClick={approve}>{t('Approve')}</Act>
      <Act hint="e" onClick={() => setAsking('corrections')}>{t('Ask for corrections…')}</Act>
      <Act hint="o" onClick={() => setAsking('not-mine')}>{t('Not mine…')}</Act>
      {alert}
      {asking === 'corrections' && <Corrections copy={copy} onClose={() => setAsking(undefined)} onDone={onDone} />}
      {asking === 'not-mine' && <ReasonDialog title={t('Not mine')} kind="document-review" event="not-mine" copy={copy.id} words={t('The department gives it to somebody else.')} onClose={() => setAsking(undefined)} onDone={onDone} />}
    </div>
  )
}

function Corrections({ copy, onClose, onDone }: { copy: DistributionCopy; onClose: () => void; onDone: (words: string) => void }) {
  const { act, alert } = useCopyAct((words) => (onClose(), onDone(words)))
  const [words, setWords] = useState('')
  const [reason, setReason] = useState('')
  const { data } = useQuery(q.reasons('document-review', 'request-corrections'))
  return (
    <Dialog title={t('Ask for corrections')} onClose={onClose} onSubmit={() => void act(copy.id, { event: 'request-corrections', reason, words: words.trim() }, t('It goes back; the next version comes to you again.'))} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled">{t('Ask for corrections')}</Button></>}>
      <div className="stack">
        <NativeSelect label={t('Reason')} value={reason} onChange={(one) => setReason(one.currentTarget.value)} data={[{ value: '', label: t('Choose a reason') }, ...(data ?? []).map((one) => ({ value: one.code, label: said(one.sentence) }))]} />
        <Textarea data-autofocus label={t('What is to be corrected')} autosize minRows={3} value={words} onChange={(one) => setWords(one.currentTarget.value)} />
        {alert}
      </div>
    </Dialog>
  )
}

function Reassign({ copy, onDone }: { copy: DistributionCopy; onDone: (words: string) => void }) {
  const keeps = useMay('file-documents')
  const { act, alert } = useCopyAct(onDone)
  const [to, setTo] = useState('')
  const { data } = useQuery(q.recipients(''))
  return (
    <Pane title={t('Whose is it?')}>
      <div className="stack">
        <NativeSelect label={t('To whom')} value={to} onChange={(event) => setTo(event.currentTarget.value)} data={[{ value: '', label: t('Choose a recipient') }, ...(data?.items ?? []).filter((one) => one.is_known && one.id !== copy.to).map((one) => ({ value: one.id, label: one.name }))]} />
        <div className="row"><Act variant="filled" {...keeps} onClick={() => void act(copy.id, { event: 'reassign', to }, t('Given to somebody else.'))}>{t('Give it to them')}</Act></div>
        {alert}
      </div>
    </Pane>
  )
}
