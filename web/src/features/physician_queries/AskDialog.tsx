// SPDX-License-Identifier: Apache-2.0
import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { NewQuery, PhysicianQuery, QueryTerms } from '@/api/types'
import { said, t } from '@/i18n'
import { Act } from '@/ui/Act'
import { Dialog } from '@/ui/Dialog'
import { Reason } from '@/ui/Empty'
import { Said } from '@/ui/Said'
import { done } from '@/ui/toasts'
import { Judged } from './Judged'
import { bodyOf, formatWords, nothing, purposeWords, wordsOf, type Quote, type Words } from './words'

interface Props { patient: string; encounter: string; begun?: PhysicianQuery; quote?: Quote; onClose: () => void }

/** A question to a physician: quotes from the record, words that lead to no answer, judged while they are written. */
export function AskDialog({ patient, encounter, begun, quote, onClose }: Props) {
  const client = useQueryClient()
  const { data: terms } = useQuery(q.queryTerms())
  const [words, setWords] = useState<Words>(() => {
    const base = begun ? wordsOf(begun) : nothing
    return quote ? { ...base, quotes: [...base.quotes, quote] } : base
  })
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const set = (change: Partial<Words>) => setWords((before) => ({ ...before, ...change }))
  const body = bodyOf(words, patient, encounter)
  const [asked] = useDebouncedValue(JSON.stringify(body), 300)
  const judged = useQuery({ queryKey: ['query-judged', asked], queryFn: ({ signal }) => api.checkQuery(JSON.parse(asked) as NewQuery, signal), placeholderData: keepPreviousData, retry: false })

  const keep = async (sends: boolean) => {
    setBusy(true)
    setProblem(undefined)
    try {
      const written = begun ? await api.rewriteQuery(begun.id, body) : await api.writeQuery(body)
      if (sends) await api.stepOnQuery(written.id, 'send', {})
      done(sends ? t('Sent.') : t('Kept. It is not sent yet.'))
      onClose()
    } catch (error) {
      setProblem(asProblem(error).message)
      setBusy(false)
    }
    void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey.includes('queries') || queryKey[0] === 'query-of-item' })
  }
  const mayAsk = !!judged.data?.may_be_asked && asked === JSON.stringify(body)
  return (
    <Dialog
      title={t('Ask the physician')}
      wide
      onClose={onClose}
      onSubmit={() => void keep(false)}
      footer={<>
        <Button onClick={onClose}>{t('Cancel')}</Button>
        <Act type="submit" allowed={!busy}>{t('Keep for later')}</Act>
        <Act variant="filled" allowed={!busy && mayAsk && !!words.to} why={!words.to ? t('Say whom you ask.') : t('Something speaks against it: see below.')} onClick={() => void keep(true)}>{t('Send')}</Act>
      </>}
    >
      <div className="stack">
        <Form words={words} set={set} terms={terms} />
        <Quotes quotes={words.quotes} onQuotes={(quotes) => set({ quotes })} />
        {judged.data && <Judged judged={judged.data} />}
        <div role="alert">{(problem ?? judged.error) && <Reason tone="bad"><Said>{said(problem ?? asProblem(judged.error).message)}</Said></Reason>}</div>
      </div>
    </Dialog>
  )
}

function Form({ words, set, terms }: { words: Words; set: (change: Partial<Words>) => void; terms?: QueryTerms }) {
  const take = (id: string) => {
    const one = terms?.templates.find((template) => template.id === id)
    set(one ? { template: id, title: one.title, question: one.question, purpose: one.purpose, format: one.format, choices: one.choices.join('\n') } : { template: '' })
  }
  return (
    <>
      <NativeSelect data-autofocus label={t('Template')} value={words.template} onChange={(event) => take(event.currentTarget.value)} data={[{ value: '', label: t('None') }, ...(terms?.templates ?? []).map((one) => ({ value: one.id, label: one.title }))]} />
      <NativeSelect label={t('Whom')} required value={words.to} onChange={(event) => set({ to: event.currentTarget.value })} data={[{ value: '', label: t('Choose a physician') }, ...(terms?.physicians ?? []).map((one) => ({ value: one.id, label: one.name }))]} />
      <div className="row">
        <NativeSelect label={t('Why')} value={words.purpose} onChange={(event) => set({ purpose: event.currentTarget.value })} data={(terms?.purposes ?? []).map((one) => ({ value: one, label: purposeWords(one) }))} />
        <NativeSelect label={t('How')} value={words.format} onChange={(event) => set({ format: event.currentTarget.value as Words['format'] })} data={['open', 'choice', 'yes-no'].map((one) => ({ value: one, label: formatWords(one) }))} />
      </div>
      <TextInput label={t('Title')} required value={words.title} maxLength={300} onChange={(event) => set({ title: event.currentTarget.value })} />
      <Textarea label={t('Question')} required autosize minRows={2} maxRows={8} value={words.question} onChange={(event) => set({ question: event.currentTarget.value })} />
      {words.format !== 'open' && <Textarea label={t('Choices, a line each')} autosize minRows={3} maxRows={10} value={words.choices} onChange={(event) => set({ choices: event.currentTarget.value })} />}
    </>
  )
}

function Quotes({ quotes, onQuotes }: { quotes: readonly Quote[]; onQuotes: (quotes: Quote[]) => void }) {
  const change = (at: number, to: Partial<Quote>) => onQuotes(quotes.map((one, index) => (index === at ? { ...one, ...to } : one)))
  return (
    <fieldset className="stack">
      <legend>{t('Quotes from the record')}</legend>
      {quotes.length === 0 && <p className="soft small">{t('Mark words in a document, and press Shift+Q there.')}</p>}
      {quotes.map((one, index) => (
        <div key={index} className="stack">
          <Textarea label={t('Quote {n}: {title}, page {page}', { n: index + 1, title: one.title, page: one.page })} autosize minRows={1} maxRows={4} value={one.quote} onChange={(event) => change(index, { quote: event.currentTarget.value })} />
          <div className="row">
            <Checkbox label={t('Shown as from an earlier stay')} checked={one.says_earlier} onChange={(event) => change(index, { says_earlier: event.currentTarget.checked })} />
            <Button size="compact-xs" variant="subtle" onClick={() => onQuotes(quotes.filter((_, other) => other !== index))}>{t('Leave out quote {n}', { n: index + 1 })}</Button>
          </div>
        </div>
      ))}
    </fieldset>
  )
}
