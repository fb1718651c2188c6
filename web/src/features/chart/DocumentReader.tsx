// SPDX-License-Identifier: Apache-2.0
import { ActionIcon, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useContext, useMemo, useRef, useState } from 'react'
import { api } from '@/api/client'
import { q } from '@/api/queries'
import type { Document, RecordMove } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { EmptyState, Lines } from '@/ui/Empty'
import { at, bytes } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { Icon } from '@/ui/icons'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { ReaderActs, ReaderNotes } from '@/ui/reader_acts'
import { Tag } from '@/ui/Tag'
import styles from './DocumentReader.module.css'
import { FindBar } from './FindBar'
import { ImageReader } from './ImageReader'
import { readerOf } from './media'
import { MoveAct } from './MoveAct'
import { PagePlaces } from './PagePlaces'
import { TextReader } from './TextReader'
import { useFind } from './useFind'
import { useSheet, type Sheet } from './useSheet'

/** Table 0271, and FHIR composition-status for what came that way. */
const signed = new Set(['LA', 'AU', 'final', 'amended', 'corrected', 'appended'])

const PdfReader = lazy(async () => ({ default: (await import('./PdfReader')).PdfReader }))

/** One reader for every kind of document; the same keys turn, enlarge and page in each. `page`: to begin with. */
export function DocumentReader({ id, page, plain, onMoved }: { id: string; page?: number; plain?: boolean; onMoved?: (move: RecordMove) => void }) {
  const query = useQuery(q.document(id))
  return <Loaded query={query} loading={<Lines count={12} label={t('Loading the document')} />}>{(document) => <Reading document={document} page={page} plain={plain} onMoved={onMoved} />}</Loaded>
}

function Reading({ document, page, plain, onMoved }: { document: Document; page?: number; plain?: boolean; onMoved?: (move: RecordMove) => void }) {
  const newest = Math.max(1, ...document.versions.map((one) => one.version))
  const [version, setVersion] = useState(newest)
  const sheet = useSheet()
  const acts = useContext(ReaderActs)
  const notes = useContext(ReaderNotes)
  const pageNow = useRef(1)
  const [wanted, setWanted] = useState<{ page: number } | undefined>(page ? { page } : undefined)
  const places = useQuery({ ...q.placesOf(document.id), enabled: !plain }).data
  const regions = useMemo(() => (places?.items ?? []).filter((one) => !one.retracted_at && one.version === version), [places, version])
  const url = api.documentUrl(document.id, version === newest ? undefined : version)
  const kind = readerOf(document.content_type)
  const isSearchable = kind === 'pdf' || kind === 'text' || kind === 'rtf' || kind === 'html'
  const isShown = isSearchable || kind === 'image'
  const find = useFind(isSearchable, document.id)
  const [words, setWords] = useState(() => !isSearchable && find.came) // what cannot be marked on its face is shown by its words
  useHotkeys(t('Reader'), [
    { keys: '+', label: t('Larger'), run: sheet.larger },
    { keys: '-', label: t('Smaller'), run: sheet.smaller },
    { keys: '0', label: t('Fit the width'), run: sheet.fit },
    { keys: 'z', label: t('Turn the page'), run: sheet.turn },
  ])
  return (
    <article className={styles.reader} aria-label={document.title}>
      <header className={styles.bar}>
        <div className={styles.what}>
          <h2 className="cut">{document.title}</h2>
          <p className="soft small cut">{[at(document.date), document.author, document.type.display].filter(Boolean).join(' · ')}</p>
        </div>
        {document.completion && !signed.has(document.completion) && <Tag tone="warn" icon="warning">{t('Not authenticated')}</Tag>}
        {version !== newest && <Tag tone="warn" icon="warning">{t('Earlier version')}</Tag>}
        <div className={`${styles.tools} no-print`} role="toolbar" aria-label={t('Reader')}>
          {document.versions.length > 1 && (
            <NativeSelect
              aria-label={t('Version')}
              value={String(version)}
              onChange={(event) => setVersion(Number(event.currentTarget.value))}
              data={document.versions.map((one) => ({ value: String(one.version), label: t('Version {n}, {when}', { n: one.version, when: at(one.at) }) }))}
            />
          )}
          <SheetTools sheet={sheet} />
          <ActionIcon component="a" href={url} target="_blank" rel="noreferrer" aria-label={t('Open the file in its own tab')}><Icon name="outside" /></ActionIcon>
        </div>
      </header>
      {document.patient && notes.map((Note, index) => <Note key={index} document={document} />)}
      {!isSearchable && find.came && isShown && <div className={`${styles.acts} no-print`}><button type="button" className={styles.stripSwitch} aria-pressed={words} onClick={() => setWords(!words)}>{t('The words of it')}</button></div>}
      {!plain && <PagePlaces document={document.id} version={version} pageNow={() => pageNow.current} onPage={kind === 'pdf' ? (page) => setWanted({ page }) : undefined}>
        {document.patient && acts.map((Act, index) => <Act key={index} document={document} patient={document.patient?.id ?? ''} pageNow={() => pageNow.current} />)}
        {document.patient && <MoveAct piece={{ ...(document.resource ?? { type: 'DocumentReference', id: document.id }), title: document.title }} from={document.patient} onMoved={onMoved} />}
      </PagePlaces>}
      <FindBar find={find} />
      <div className={styles.page}>
        {kind === 'pdf' && <Suspense fallback={<Lines label={t('Loading the reader')} />}><PdfReader url={url} sheet={sheet} find={find} places={regions} wanted={wanted} onSeen={(page) => (pageNow.current = page)} /></Suspense>}
        {words && <TextReader id={document.id} url={api.documentTextUrl(document.id)} kind="text" scale={sheet.zoom} find={find} />}
        {kind === 'image' && !words && <ImageReader url={url} title={document.title} sheet={sheet} />}
        {kind === 'html' && !find.isOpen && <iframe className={styles.frame} src={url} sandbox="" title={document.title} />}
        {(kind === 'text' || kind === 'rtf' || (kind === 'html' && find.isOpen)) && <TextReader id={document.id} url={url} kind={kind} scale={sheet.zoom} find={find} />}
        {kind === 'none' && !words && (
          <EmptyState icon="document" title={t('No reader for {type}', { type: document.content_type })} action={<a href={url} download>{t('Save the file')}</a>}>
            {t('The bytes are kept as they came ({size}).', { size: bytes(document.size) })}
          </EmptyState>
        )}
      </div>
      {!plain && (
        <footer className={`${styles.foot} no-print`}>
          <span className="mono">{document.id}</span>
          {document.size > 0 && <span>{bytes(document.size)}</span>}
          {document.order?.placer && <span>{t('Order {number}', { number: document.order.placer })}</span>}
          {document.order?.filler && <span>{t('Filler {number}', { number: document.order.filler })}</span>}
          {document.source_message && <AppLink to={paths.message(document.source_message)}>{t('Message it came in')}</AppLink>}
        </footer>
      )}
    </article>
  )
}

function SheetTools({ sheet }: { sheet: Sheet }) {
  return (
    <>
      <ActionIcon aria-label={t('Smaller')} title={t('Smaller (-)')} onClick={sheet.smaller}><Icon name="minus" /></ActionIcon>
      <button type="button" className={styles.zoom} title={t('Fit the width (0)')} onClick={sheet.fit}><span className="read-only-by-ear">{t('Size, press to fit the width:')} </span>{Math.round(sheet.zoom * 100)} %</button>
      <ActionIcon aria-label={t('Larger')} title={t('Larger (+)')} onClick={sheet.larger}><Icon name="plus" /></ActionIcon>
      <ActionIcon aria-label={t('Turn the page')} title={t('Turn (z)')} onClick={sheet.turn}><Icon name="replay" /></ActionIcon>
    </>
  )
}
