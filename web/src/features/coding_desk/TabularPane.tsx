// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { Fragment, useContext, useEffect, useRef, useState } from 'react'
import { q } from '@/api/queries'
import type { TabularCode } from '@/api/types'
import { t } from '@/i18n'
import { Lines, Reason } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import { Tag } from '@/ui/Tag'
import { CodeActs } from './CodeActs'
import styles from './Coding.module.css'
import { EncoderContext } from './encoder_context'
import { useLitInView } from './useLitInView'
import { noteWords, shapeWords } from './words'

/** `isBelow`: of what is open; the path by which the index led here led there too. */
interface Props { code?: string; level?: string; indexPath?: string; onLevel: (level: number, isBelow: boolean) => void; onCode: (code: string, isBelow: boolean) => void; onTop: () => void }
type Level = TabularCode['levels'][number]
type Note = Level['notes'][number]

/** A code as the tabular list has it: where it stands, every note that holds for it, what it goes on with. */
export function TabularPane({ code, level, ...rest }: Props) {
  const { on } = useContext(EncoderContext)
  const query = useQuery(q.tabularCode({ code, level, on }))
  return (
    <section className={styles.half} aria-label={t('Tabular list')}>
      <Loaded query={query} loading={<Lines count={12} label={t('Loading the tabular list')} />}>{(book) => <OpenLevel key={`${code}-${level}`} book={book} {...rest} />}</Loaded>
    </section>
  )
}

function OpenLevel({ book, indexPath, onLevel, onCode, onTop }: Omit<Props, 'code' | 'level'> & { book: TabularCode }) {
  const here = book.levels.at(-1)
  const above = book.levels.at(-2)
  const sevenths = book.seventh_characters.filter((one) => one.code)
  const ways = book.below.length ? book.below.map((one) => ({ id: String(one.level), words: one.title, code: one.code, go: () => onLevel(one.level, true) }))
    : book.shape === 'whole' ? [] : sevenths.map((one) => ({ id: one.character, words: one.meaning, code: one.code!, go: () => onCode(one.code!, true) }))
  const Heading = here || book.code ? 'h3' : 'h2' // of the chapters there is nothing above
  const { opened } = useContext(EncoderContext)
  useEffect(() => {
    if (book.shape === 'whole') opened?.(book.code)
  }, [opened, book])
  const [at, setAt] = useState(0)
  const list = useLitInView<HTMLUListElement>(at)
  const pane = useRef<HTMLDivElement>(null)
  /** From one code that the notes name to the next; Enter opens the one that has the focus. */
  const toReference = (by: number) => {
    const all = [...(pane.current?.querySelectorAll<HTMLElement>('[data-reference]') ?? [])]
    const from = all.indexOf(document.activeElement as HTMLElement)
    all.at(from < 0 ? Math.min(by, 0) : (from + by) % all.length)?.focus()
  }
  useHotkeys(t('Encoder'), [
    { keys: 'j', label: t('Next line'), run: () => setAt(Math.min(ways.length - 1, at + 1)) },
    { keys: 'k', label: t('Line before'), run: () => setAt(Math.max(0, at - 1)) },
    { keys: 'o', label: t('Open the line'), run: () => ways[at]?.go() },
    { keys: 'h', label: t('One level up'), run: () => (above ? onLevel(above.level, false) : onTop()) },
    { keys: 'r', label: t('Next code that a note names; Enter opens it'), run: () => toReference(1) },
    { keys: 'shift+r', label: t('Named code before'), run: () => toReference(-1) },
  ])
  return (
    <div className="stack" ref={pane}>
      <nav aria-label={t('Where the code stands')} className={styles.way}>
        <button type="button" onClick={onTop}>{t('Chapters')}</button>
        {book.levels.map((one) => <button key={one.level} type="button" aria-current={one === here || undefined} onClick={() => onLevel(one.level, one === here)}>{one.code || one.title}</button>)}
      </nav>
      {(here || book.code) && (
        <header className={styles.opened}>
          <h2><span className="mono">{book.code || here?.code}</span> {book.shape === 'unknown' && book.code ? (book.listed ?? book.life)?.title : here?.title}</h2>
          {book.code && !book.listed && <Tag tone={book.shape === 'whole' ? 'good' : 'warn'}>{shapeWords[book.shape] ?? book.shape}</Tag>}
          {book.poa_exempt && <Tag tone="info">{t('Exempt from present on admission')}</Tag>}
          {book.code && <CodeActs code={book.code} system="icd10cm" whole={book.shape === 'whole' || !!book.listed?.billable} indexPath={indexPath} />}
        </header>
      )}
      {book.listed && <Reason tone="warn">{t('The list of codes of that day has it; the tabular list that is loaded does not, so its notes are not known here.')}</Reason>}
      {book.life && <Life life={book.life} onCode={(code) => onCode(code, false)} />}
      {indexPath && <p className="small">{t('The index says: {path}', { path: indexPath })}</p>}
      {book.guidelines.length > 0 && <p className="small">{t('Official Guidelines')}: {book.guidelines.map((one) => `${one.section} ${one.title}`).join('; ')}</p>}
      {[...book.levels].reverse().map((one) => <Notes key={one.level} level={one} isHere={one === here} onCode={(code) => onCode(code, false)} />)}
      {ways.length > 0 && (
        <>
          <Heading>{!here && !book.code ? t('Chapters') : book.below.length ? t('Below it') : t('The 7th character')}</Heading>
          <ul ref={list} className={styles.entries} aria-label={book.below.length ? t('Below it') : t('The 7th character')}>
            {ways.map((one, index) => <li key={one.id} data-lit={index === at || undefined} aria-current={index === at || undefined}><button type="button" className={styles.codeName} onClick={one.go}><span className="mono">{one.code}</span> {one.words}</button></li>)}
          </ul>
        </>
      )}
    </div>
  )
}

/** A code that is none of that day: when it was one or will be, and what stands in its place. */
function Life({ life, onCode }: { life: NonNullable<TabularCode['life']>; onCode: (code: string) => void }) {
  return (
    <Reason tone="warn">
      {life.until && <>{t('It was a code until {day}.', { day: life.until })} </>}
      {life.since && <>{t('It is a code from {day} on.', { day: life.since })} </>}
      {life.until && (life.instead.length > 0 ? t('In its place:') : t('The lists do not say what stands in its place.'))}
      {life.instead.map((code) => <Fragment key={code}> <button type="button" data-reference className={styles.reference} aria-label={t('Open {code}', { code })} onClick={() => onCode(code)}>{code}</button></Fragment>)}
    </Reason>
  )
}

/** What is said at a level holds for all that stands below it. */
function Notes({ level, isHere, onCode }: { level: Level; isHere: boolean; onCode: (code: string) => void }) {
  if (level.notes.length === 0) return null
  const kinds = [...new Set(level.notes.map((one) => one.kind))]
  return (
    <section className={styles.notes} aria-label={isHere ? t('Notes of this code') : t('Notes above it, at {level}', { level: level.code || level.title })}>
      {!isHere && <p className="soft small">{t('At {level}, for all below', { level: level.code || level.title })}</p>}
      <dl>
        {kinds.map((kind) => (
          <div key={kind} data-kind={kind}>
            <dt>{noteWords[kind] ?? kind}</dt>
            {level.notes.filter((one) => one.kind === kind).map((one) => <dd key={one.text}><NoteText note={one} onCode={onCode} /></dd>)}
          </div>
        ))}
      </dl>
    </section>
  )
}

/** The codes that a note names and the book has are ways to them, where they stand in its words. */
function NoteText({ note, onCode }: { note: Note; onCode: (code: string) => void }) {
  if (note.codes.length === 0) return note.text
  return note.text.split(/([A-Z]\d[\dA-Z](?:\.[\dA-Z]{1,4})?)/).map((part, index) => (
    index % 2 === 1 && note.codes.includes(part) ? <button key={index} type="button" data-reference className={styles.reference} aria-label={t('Open {code}', { code: part })} onClick={() => onCode(part)}>{part}</button> : part
  ))
}
