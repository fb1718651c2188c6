// SPDX-License-Identifier: Apache-2.0
import { NativeSelect, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useContext, useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { q } from '@/api/queries'
import type { IndexEntries } from '@/api/types'
import { said, t } from '@/i18n'
import { EmptyState, Lines, Reason } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { useSearchState } from '@/ui/navigate'
import { Said } from '@/ui/Said'
import styles from './Coding.module.css'
import { EncoderContext } from './encoder_context'
import { IndexEntry } from './IndexEntry'
import { useLitInView } from './useLitInView'
import { useTyped } from './useTyped'

type Entry = IndexEntries['items'][number]

const indexes = [
  { value: 'diseases', label: t('Diseases and injuries') }, { value: 'external-causes', label: t('External causes') }, { value: 'drugs', label: t('Drugs and chemicals') },
  { value: 'neoplasms', label: t('Neoplasms') }, { value: 'procedures', label: t('Procedures (ICD-10-PCS)') },
]

/** Main terms by their beginning, sub-terms at any depth by words of their path. Where one stands is in the address. All by the one
 * field: arrows (left and right over the columns of a table), Enter, Shift+Enter to what is to be seen, Backspace to go up. */
export function BookIndex() {
  const { on, open } = useContext(EncoderContext)
  const client = useQueryClient()
  const [search, change] = useSearchState()
  const book = search.index ?? 'diseases'
  const [words, type, put] = useTyped(search.find ?? '', (find) => change({ find }))
  const [moved, setMoved] = useState<{ key: string; at: number; cell: number }>()
  const [hurry, setHurry] = useState<string>()
  const box = useRef<HTMLInputElement>(null)
  const id = useId()
  const wanted = words.trim()
  const query = useQuery(q.indexEntries({ book, words: wanted, path: search.term, on }))
  const isAsked = !!search.term || !!wanted
  const items = isAsked ? (query.data?.items ?? []) : []
  const way = search.term ? (query.data?.way ?? []) : []
  const isBehind = query.isPending || query.isPlaceholderData
  const key = [book, search.term, words].join('\n')
  const now = moved?.key === key ? moved : { at: items.findIndex((one) => one.number === query.data?.here), cell: 0 }
  const lit = Math.max(0, Math.min(now.at, items.length - 1))
  const cell = Math.min(now.cell, items[lit]?.cells.length ?? 0)
  const list = useLitInView<HTMLUListElement>(`${key}/${lit}/${cell}`)
  useHotkeys(t('Encoder'), [{ keys: 'i', label: t('The alphabetic index'), run: () => box.current?.focus() }])

  /** What is left behind is as it was seen: its words come into the address first, in a step of their own. */
  const leave = (go: () => void, find = '') => {
    const isKept = words === (search.find ?? '')
    if (!isKept) change({ find: words || undefined })
    void (isKept ? go() : Promise.resolve().then(go))
    put(find)
  }
  const stand = (term?: string, find = '') => leave(() => change({ term, find: find || undefined }, true), find)
  const enter = (entry: Entry | undefined, column = 0) => {
    if (!entry) return
    const chosen = entry.cells[column - 1]
    const code = chosen ? chosen.code : entry.code
    if (!code && !entry.goes_on) return void follow(entry)
    const path = chosen ? `${entry.path}, ${chosen.heading}` : entry.path
    if (code) leave(() => open(code, book === 'procedures' ? 'icd10pcs' : 'icd10cm', { term: entry.path, path, find: undefined }))
    else stand(entry.path)
  }
  /** To the term that an entry sends one to, as far as this index has it. */
  const follow = async ({ see, see_also }: Entry) => {
    const term = (see ?? see_also)?.split(';')[0]?.trim()
    if (!term) return
    const ask = (path: string | undefined, sought: string) => client.fetchQuery(q.indexEntries({ book, words: sought, path, on })).catch(() => undefined)
    const found = await ask(term, '')
    const there = found?.rest ? found.way.at(-1)?.path : found && term
    const sought = there ? (found?.rest ?? '') : term // the main term may go on otherwise: "Fracture, femur" is "Fracture, traumatic, femur"
    const isThere = sought && (await ask(there, sought))?.items.length
    stand(there, isThere ? sought : there ? '' : term.split(',')[0])
  }
  const up = (to: number) => (to === 0 ? stand(undefined, way[0]?.title) : stand(way[to - 1]?.path))
  const move = (by: number, over = 0) => setMoved({ key, at: Math.max(0, Math.min(items.length - 1, lit + by)), cell: by ? 0 : Math.max(0, Math.min(items[lit]?.cells.length ?? 0, cell + over)) })
  // Enter that was pressed before the terms of these words were there waits for them.
  useEffect(() => {
    if (hurry === undefined || isBehind) return
    setHurry(undefined)
    if (hurry === key) enter(items[lit], cell)
  }) // eslint-disable-line
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const atEnd = event.currentTarget.selectionStart === words.length
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') move(event.key === 'ArrowDown' ? 1 : -1)
    else if (event.key === 'ArrowRight' && atEnd && items[lit]?.cells.length) move(0, 1)
    else if (event.key === 'ArrowLeft' && cell > 0) move(0, -1)
    else if (event.key === 'Enter' && isBehind) setHurry(key)
    else if (event.key === 'Enter' && event.shiftKey) void (items[lit] && follow(items[lit]))
    else if (event.key === 'Enter') enter(items[lit], cell)
    else if (event.key === 'Backspace' && !words && way.length) up(way.length - 1)
    else if (event.key === 'Escape') box.current?.blur()
    else return
    event.preventDefault()
  }
  return (
    <section className={styles.half} aria-label={t('Alphabetic index')}>
      <NativeSelect label={t('Index')} size="xs" value={book} data={indexes} onChange={(event) => (put(''), change({ index: event.currentTarget.value === 'diseases' ? undefined : event.currentTarget.value, term: undefined, find: undefined }, true))} />
      <nav aria-label={t('Where the index stands')} className={styles.way}>
        {way.length > 0 && <button type="button" onClick={() => up(0)}>{t('Main terms')}</button>}
        {way.map((one, index) => <button key={one.number} type="button" aria-current={index === way.length - 1 || undefined} onClick={() => stand(one.path)}>{one.title}</button>)}
      </nav>
      <TextInput ref={box} label={way.length ? t('Sub-term at any depth (i); Backspace goes up') : t('Main term, then words below it (i)')} value={words} role="combobox" aria-expanded={items.length > 0} aria-controls={id} aria-autocomplete="list" autoComplete="off"
        aria-activedescendant={items.length > 0 ? `${id}-${lit}-${cell}` : undefined} onChange={(event) => type(event.currentTarget.value)} onKeyDown={onKeyDown} />
      {query.error && <Reason tone="warn"><Said>{said(query.error.message)}</Said></Reason>}
      {isAsked && query.data?.rest && <Reason tone="warn">{t('The index of that day has no “{words}” here.', { words: query.data.rest })}</Reason>}
      {query.isPending && isAsked && <Lines count={6} label={t('Loading the index')} />}
      {!query.error && items.length === 0 && !(isAsked && isBehind) && <EmptyState icon="search" title={isAsked ? t('No such term in this index') : t('Type the main term: the condition, not the part of the body')} />}
      <ul ref={list} id={id} role="listbox" aria-label={t('Terms of the index')} className={styles.entries} hidden={items.length === 0}>
        {items.map((one, index) => <IndexEntry key={one.number} entry={one} id={`${id}-${index}`} lit={index === lit ? cell : undefined} onEnter={(column) => enter(one, column)} />)}
      </ul>
      {query.data && isAsked && query.data.total > items.length && <p className="soft small">{t('{n} more: type another word', { n: query.data.total - items.length })}</p>}
    </section>
  )
}
