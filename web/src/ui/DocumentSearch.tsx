// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react'
import { q } from '@/api/queries'
import type { DocumentHit, DocumentHits } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import styles from './DocumentSearch.module.css'
import { EmptyState } from './Empty'
import { brief, day } from './format'
import { keepFound, keepQuestion, lastQuestion, noQuestion, type Question } from './found'
import { Icon } from './icons'
import { Failed } from './Loaded'
import { AppLink } from './navigate'
import { Tag } from './Tag'

const ways = [
  ['chest pain', t('both words on a page')],
  ['"chest pain"', t('side by side')],
  ['warfarin OR heparin', t('either')],
  ['fracture -hip', t('without this word')],
  ['metopr*', t('words that begin so')],
  ['2025-03-14', t('a date or number as it is written')],
] as const

/** Words looked for in every document, or in those of one chart. A search begins with Enter: each one stands in the ledger. */
export function DocumentSearch({ patient }: { patient?: string }) {
  const place = patient ?? ''
  const [asked, setAsked] = useState<Question>(() => lastQuestion(place))
  const [draft, setDraft] = useState(asked)
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const query = useInfiniteQuery(q.searchDocuments({ ...asked, patient }))
  useEffect(() => field.current?.focus(), [])
  const first = query.data?.pages[0]
  const hits = query.data?.pages.flatMap((page) => page.items) ?? []
  const types = [...new Map(hits.filter((hit) => hit.type).map((hit) => [hit.type ?? '', hit.title])).entries()]
  const ask = (question: Question) => {
    keepQuestion(place, question)
    setDraft(question)
    setAsked(question)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    ask(draft)
  }
  const change = (name: keyof Question) => (event: { currentTarget: { value: string } }) => setDraft({ ...draft, [name]: event.currentTarget.value })
  const move = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && event.target instanceof HTMLInputElement) return event.target.blur() // the page's keys are heard again
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step || event.target instanceof HTMLSelectElement) return
    const links = [...(list.current?.querySelectorAll<HTMLElement>('a') ?? [])]
    const at = links.indexOf(document.activeElement as HTMLElement)
    if (!links.length || (at < 0 && event.target !== field.current)) return
    event.preventDefault()
    if (at + step < 0) field.current?.focus()
    else links[Math.min(at + step, links.length - 1)]?.focus()
  }
  const filtered = draft.author || draft.from || draft.until || draft.type
  return (
    <div onKeyDown={move} role="presentation">
      <form className={`${styles.form} no-print`} role="search" aria-label={t('Search in documents')} onSubmit={submit}>
        <TextInput ref={field} label={t('Words to look for')} value={draft.text} onChange={change('text')} size="sm" autoComplete="off" spellCheck={false} leftSection={<Icon name="search" size={14} />} />
        <div className={styles.filters}>
          <TextInput label={t('Author')} value={draft.author} onChange={change('author')} />
          <TextInput label={t('Written from')} type="date" value={draft.from} onChange={change('from')} />
          <TextInput label={t('Written until')} type="date" value={draft.until} onChange={change('until')} />
          <NativeSelect label={t('Kind of document')} value={draft.type} onChange={(event) => ask({ ...draft, type: event.currentTarget.value })} data={[{ value: '', label: t('Any') }, ...(draft.type && !types.some(([code]) => code === draft.type) ? [{ value: draft.type, label: draft.type }] : []), ...types.map(([value, label]) => ({ value, label }))]} />
          <Button type="submit" disabled={!draft.text.trim()}>{t('Search')}</Button>
          {filtered && <Button variant="subtle" onClick={() => ask({ ...noQuestion, text: draft.text })}>{t('Without filters')}</Button>}
        </div>
      </form>
      <p role="status" className="soft small">{statusOf(first, query.isFetching && !!asked.text)}</p>
      {query.error && <Failed error={query.error} retry={() => void query.refetch()} />}
      {!asked.text.trim() && (
        <EmptyState icon="search" title={t('Any of these')}>
          <ul className="stack small">{ways.map(([example, meaning]) => <li key={example}><code className="mono">{example}</code> {meaning}</li>)}</ul>
        </EmptyState>
      )}
      <ul ref={list} className={styles.hits} aria-label={t('Documents found')}>
        {hits.map((hit) => <li key={hit.id}><Hit hit={hit} inChart={patient} onOpen={() => first && keepFound(hit.id, { text: asked.text, terms: first.terms, page: hit.page })} /></li>)}
      </ul>
      {query.hasNextPage && <Button variant="default" mt="sm" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('More documents')}</Button>}
    </div>
  )
}

function statusOf(first: DocumentHits | undefined, isBusy: boolean): string {
  if (isBusy) return t('Searching…')
  if (!first) return ''
  if (!first.total) return t('No document has these words, or none that you may read.')
  const found = t('{n, plural, one {# document} other {# documents}}', { n: first.total })
  return first.more ? t('{found} among the pages filed last; the words stand on more', { found }) : found
}

function Hit({ hit, inChart, onOpen }: { hit: DocumentHit; inChart?: string; onOpen: () => void }) {
  return (
    <AppLink className={styles.hit} to={inChart ? paths.chartDocument(inChart, hit.id) : paths.document(hit.id)} onClick={onOpen}>
      <span className={styles.head}>
        <strong>{hit.title}</strong>
        {hit.amendment_asked && <Tag tone="warn">{t('Amendment asked')}</Tag>}
        <span className="num">{brief(hit.at)}</span>
        {hit.pages > 1 && <span className="soft">{t('page {n} of {total}', { n: hit.page, total: hit.pages })}</span>}
        {hit.author && <span className="soft">{hit.author}</span>}
        {!inChart && hit.patient && <span>{[hit.patient.name, hit.patient.birth_date && day(hit.patient.birth_date), hit.patient.mrn].filter(Boolean).join(' · ')}</span>}
      </span>
      <span className={`${styles.snippet} small`} style={{ display: 'block' }}>
        {hit.snippet.map((piece, index) => (piece.hit ? <mark key={index} className={styles.mark}>{piece.text}</mark> : <span key={index}>{piece.text}</span>))}
      </span>
      {hit.other_pages.length > 0 && <span className="soft small">{t('Also on pages {list}', { list: hit.other_pages.slice(0, 12).join(', ') + (hit.other_pages.length > 12 ? ' …' : '') })}</span>}
    </AppLink>
  )
}
