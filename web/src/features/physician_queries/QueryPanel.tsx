// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, Radio, Textarea } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { PhysicianQuery, QueryStep, WorkItem } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { Dialog } from '@/ui/Dialog'
import { Lines, Reason } from '@/ui/Empty'
import { at } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import { useMay } from '@/ui/session'
import { done } from '@/ui/toasts'
import { AskDialog } from './AskDialog'
import { purposeWords } from './words'

type Done = (said: string) => void

/** A question to a physician: what the record says, what is asked, and the answer. */
export function QueryPanel({ item, onDone }: { item: WorkItem; onDone: Done }) {
  const query = useQuery(q.queryOfItem(item.id))
  return <Loaded query={query} loading={<Lines count={8} label={t('Loading the question')} />}>{(one) => <Shown query={one} item={item} onDone={onDone} />}</Loaded>
}

function Shown({ query, item, onDone }: { query: PhysicianQuery; item: WorkItem; onDone: Done }) {
  const asks = useMay('ask-physicians')
  const isOpen = query.state === 'sent' || query.state === 'reassigned'
  return (
    <div className="stack">
      <Pane title={query.title}>
        <p className="soft small">{t('{who} asks {whom}', { who: query.asked_by.name, whom: query.to?.name ?? t('nobody yet') })} · {purposeWords(query.purpose)}{query.sent_at && ` · ${at(query.sent_at)}`}</p>
        <ul aria-label={t('Quotes from the record')}>
          {query.findings.map((one, index) => (
            <li key={index}>“{one.quote}” <AppLink to={paths.document(one.document.id)}>{t('{title}, page {page}', { title: one.title, page: one.page })}</AppLink> <span className="soft small">{at(one.at)}{!one.of_this_encounter && ` · ${t('from an earlier stay')}`}</span></li>
          ))}
        </ul>
        <p><strong>{query.question}</strong></p>
        {query.choices.length > 0 && !(isOpen && query.is_mine_to_answer) && <ol>{query.choices.map((one, index) => <li key={one}>{query.answer?.choice === index + 1 ? <strong>{one} ✓</strong> : one}</li>)}</ol>}
        {query.answer && <Reason tone="info" title={t('Answered by {who}, {when}', { who: query.answer.by.name, when: at(query.answer.at) })}>{query.answer.words}</Reason>}
      </Pane>
      {isOpen && query.is_mine_to_answer && <AnswerForm query={query} onDone={onDone} />}
      {isOpen && <HandOn query={query} item={item} mayTakeBack={asks.allowed} onDone={onDone} />}
      {query.state === 'pending' && asks.allowed && <Pending query={query} onDone={onDone} />}
      {query.state === 'response-received' && asks.allowed && <Judgement query={query} onDone={onDone} />}
    </div>
  )
}

function useStep(query: PhysicianQuery, onDone: Done) {
  const client = useQueryClient()
  const [problem, setProblem] = useState<string>()
  const step = async (what: string, body: QueryStep | { choice?: number; words?: string }, words: string) => {
    setProblem(undefined)
    try {
      await api.stepOnQuery(query.id, what, body)
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey.includes('queries') || queryKey[0] === 'query-of-item' })
      done(words)
      onDone(words)
    } catch (error) {
      setProblem(asProblem(error).message)
    }
  }
  return { step, alert: <div role="alert">{problem && <Reason tone="bad"><Said>{said(problem)}</Said></Reason>}</div> }
}

function AnswerForm({ query, onDone }: { query: PhysicianQuery; onDone: Done }) {
  const { step, alert } = useStep(query, onDone)
  const [choice, setChoice] = useState(0)
  const [words, setWords] = useState('')
  useHotkeys(t('Answer'), query.choices.slice(0, 9).map((one, index) => ({ keys: String(index + 1), label: one, run: () => setChoice(index + 1) })))
  return (
    <Pane title={t('Your answer')}>
      <form className="stack" onSubmit={(event) => (event.preventDefault(), void step('answer', { choice, words: words.trim() }, t('Answered.')))}>
        {query.choices.length > 0 && (
          <Radio.Group label={t('What is it, in your judgment?')} value={String(choice)} onChange={(value) => setChoice(Number(value))}>
            {query.choices.map((one, index) => <Radio key={one} value={String(index + 1)} label={`${index + 1}. ${one}`} mt="xs" />)}
          </Radio.Group>
        )}
        <Textarea label={query.choices.length > 0 ? t('In words (needed with Other)') : t('In words')} autosize minRows={2} value={words} onChange={(event) => setWords(event.currentTarget.value)} onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && event.currentTarget.form?.requestSubmit()} />
        <div className="row"><Button type="submit" variant="filled">{t('Answer')}</Button><span className="soft small">{t('The record itself is changed by an addendum of yours; this answer is kept beside it.')}</span></div>
        {alert}
      </form>
    </Pane>
  )
}

function HandOn({ query, item, mayTakeBack, onDone }: { query: PhysicianQuery; item: WorkItem; mayTakeBack: boolean; onDone: Done }) {
  const [asking, setAsking] = useState<'reassign' | 'deactivate'>()
  const may = query.is_mine_to_answer || mayTakeBack
  useHotkeys(t('Question'), [
    ...(may ? [{ keys: 'o', label: t('Somebody else is asked'), run: () => setAsking('reassign') }] : []),
    ...(mayTakeBack ? [{ keys: 'x', label: t('Take it back'), run: () => setAsking('deactivate') }] : []),
  ])
  return (
    <div className="row">
      {may && <Act hint="o" onClick={() => setAsking('reassign')}>{t('Not mine to answer…')}</Act>}
      {mayTakeBack && <Act hint="x" onClick={() => setAsking('deactivate')}>{t('Take it back…')}</Act>}
      {asking && <StepDialog query={query} item={item} what={asking} onClose={() => setAsking(undefined)} onDone={onDone} />}
    </div>
  )
}

function StepDialog({ query, item, what, onClose, onDone }: { query: PhysicianQuery; item: WorkItem; what: 'reassign' | 'deactivate'; onClose: () => void; onDone: Done }) {
  const { data: terms } = useQuery(q.queryTerms())
  const { step, alert } = useStep(query, (words) => (onClose(), onDone(words)))
  const [to, setTo] = useState('')
  const [reason, setReason] = useState('')
  const reasons = item.events.find((one) => one.event === what)?.reasons ?? []
  const title = what === 'reassign' ? t('Somebody else is asked') : t('Take the question back')
  return (
    <Dialog title={title} onClose={onClose} onSubmit={() => void step(what, { to, reason }, what === 'reassign' ? t('Handed on.') : t('Taken back.'))} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled">{title}</Button></>}>
      <div className="stack">
        {what === 'reassign' && <NativeSelect data-autofocus label={t('Whom')} value={to} onChange={(event) => setTo(event.currentTarget.value)} data={[{ value: '', label: t('Choose a physician') }, ...(terms?.physicians ?? []).filter((one) => one.id !== query.to?.id).map((one) => ({ value: one.id, label: one.name }))]} />}
        <NativeSelect label={t('Reason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} data={[{ value: '', label: t('Choose a reason') }, ...reasons.map((one) => ({ value: one.code, label: said(one.sentence) }))]} />
        {alert}
      </div>
    </Dialog>
  )
}

function Pending({ query, onDone }: { query: PhysicianQuery; onDone: Done }) {
  const { step, alert } = useStep(query, onDone)
  const [writing, setWriting] = useState(false)
  useHotkeys(t('Question'), [
    { keys: 'e', label: t('Write on'), run: () => setWriting(true) },
    { keys: 'd', label: t('Throw it away'), run: () => void step('discard', {}, t('Thrown away. Nobody had read it.')) },
  ])
  return (
    <div className="stack">
      <div className="row">
        <Act variant="filled" hint="e" onClick={() => setWriting(true)}>{t('Write on…')}</Act>
        <Act hint="d" onClick={() => void step('discard', {}, t('Thrown away. Nobody had read it.'))}>{t('Throw it away')}</Act>
      </div>
      {alert}
      {writing && <AskDialog patient={query.patient} encounter={query.encounter} begun={query} onClose={() => setWriting(false)} />}
    </div>
  )
}

function Judgement({ query, onDone }: { query: PhysicianQuery; onDone: Done }) {
  const { step, alert } = useStep(query, onDone)
  const outcomes = [['agreed', 'a', t('Agrees with the findings')], ['disagreed', 'd', t('Does not agree')], ['undetermined', 't', t('Leaves it open')]] as const
  const judge = (outcome: QueryStep['outcome']) => void step('complete', { outcome }, t('Done. The trail is kept.'))
  useHotkeys(t('Question'), outcomes.map(([outcome, keys, label]) => ({ keys, label, run: () => judge(outcome) })))
  return (
    <Pane title={t('What the answer came to')}>
      <div className="row">{outcomes.map(([outcome, keys, label]) => <Act key={outcome} hint={keys} onClick={() => judge(outcome)}>{label}</Act>)}</div>
      {alert}
    </Pane>
  )
}
