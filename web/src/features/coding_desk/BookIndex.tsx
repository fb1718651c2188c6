// SPDX-License-Identifier: Apache-2.0
import { NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useContext, useId, useRef, useState, type KeyboardEvent } from 'react'
import { q } from '@/api/queries'
import type { IndexEntries } from '@/api/types'
import { said, t } from '@/i18n'
import { EmptyState, Lines, Reason } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { Said } from '@/ui/Said'
import styles from './Coding.module.css'
import { EncoderContext } from './encoder_context'

type Entry = IndexEntries['items'][number]
interface Props { onCode: (code: string, path: string, isProcedure: boolean) => void }

const indexes = [
  { value: 'diseases', label: t('Diseases and injuries') }, { value: 'external-causes', label: t('External causes') }, { value: 'drugs', label: t('Drugs and chemicals') },
  { value: 'neoplasms', label: t('Neoplasms') }, { value: 'procedures', label: t('Procedures (ICD-10-PCS)') },
]

/** Main terms by their beginning, then what stands below, level by level. All by the one field: arrows, Enter, and Backspace to go up. */
export function BookIndex({ onCode }: Props) {
  const { on } = useContext(EncoderContext)
  const [book, setBook] = useState('diseases')
  const [words, setWords] = useState('')
  const [way, setWay] = useState<Entry[]>([])
  const [at, setAt] = useState(0)
  const box = useRef<HTMLInputElement>(null)
  const id = useId()
  const below = way.at(-1)?.number
  const query = useQuery(q.indexEntries({ book, words: below === undefined ? words.trim() : '', below, on }))
  const wanted = words.trim().toLowerCase()
  const all = below === undefined && !wanted ? [] : (query.data?.items ?? [])
  const items = below === undefined ? all : all.filter((one) => one.title.toLowerCase().includes(wanted))
  const lit = Math.min(at, Math.max(0, items.length - 1))
  useHotkeys(t('Encoder'), [{ keys: 'i', label: t('The alphabetic index'), run: () => box.current?.focus() }])
  const path = (entry: Entry) => [...way, entry].map((one) => one.title).join(', ')
  const start = (text: string) => (setWay([]), setWords(text), setAt(0))
  const enter = (entry: Entry | undefined) => {
    if (!entry) return
    if (entry.code) onCode(entry.code, path(entry), book === 'procedures')
    if (entry.goes_on) (setWay([...way, entry]), setWords(''), setAt(0))
    else if (!entry.code && entry.see) start(entry.see.split(',')[0] ?? entry.see)
  }
  const up = (to: number) => (setWay(way.slice(0, to)), setWords(to === 0 ? (way[0]?.title ?? '') : ''), setAt(0))
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') setAt(Math.max(0, Math.min(items.length - 1, lit + (event.key === 'ArrowDown' ? 1 : -1))))
    else if (event.key === 'Enter') enter(items[lit])
    else if (event.key === 'Backspace' && !words && way.length) up(way.length - 1)
    else if (event.key === 'Escape') box.current?.blur()
    else return
    event.preventDefault()
  }
  return (
    <section className={styles.half} aria-label={t('Alphabetic index')}>
      <NativeSelect label={t('Index')} size="xs" value={book} data={indexes} onChange={(event) => (setBook(event.currentTarget.value), start(''))} />
      <nav aria-label={t('Where the index stands')} className={styles.way}>
        {way.map((one, index) => <button key={one.number} type="button" onClick={() => up(index)}>{one.title}</button>)}
      </nav>
      <TextInput ref={box} label={way.length ? t('Sub-term (i); Backspace goes up') : t('Main term (i)')} value={words} role="combobox" aria-expanded={items.length > 0} aria-controls={id} aria-autocomplete="list" autoComplete="off"
        aria-activedescendant={items.length > 0 ? `${id}-${lit}` : undefined} onChange={(event) => (setWords(event.currentTarget.value), setAt(0))} onKeyDown={onKeyDown} />
      {query.error && <Reason tone="warn"><Said>{said(query.error.message)}</Said></Reason>}
      {query.isPending && (below !== undefined || wanted) && <Lines count={6} label={t('Loading the index')} />}
      {!query.isPending && !query.error && items.length === 0 && <EmptyState icon="search" title={wanted ? t('No such term in this index') : t('Type the main term: the condition, not the part of the body')} />}
      <ul id={id} role="listbox" aria-label={t('Terms of the index')} className={styles.entries} hidden={items.length === 0}>
        {items.map((one, index) => (
          <li key={one.number} id={`${id}-${index}`} role="option" aria-selected={index === lit} data-lit={index === lit || undefined} onMouseDown={(event) => (event.preventDefault(), enter(one))}>
            <b>{one.title}</b> {one.nonessential} {one.code && <span className="mono">{one.code}</span>} {one.manifestation && <span className="mono">[{one.manifestation}]</span>}
            {one.see && <i className="small"> {t('see {term}', { term: one.see })}</i>}{one.see_also && <i className="small"> {t('see also {term}', { term: one.see_also })}</i>}
            {one.cells.map((cell) => <span key={cell.heading} className="small"> {cell.heading} <span className="mono">{cell.code}</span></span>)}
            {one.goes_on && <span aria-hidden> ›</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}
