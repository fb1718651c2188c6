// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react'
import { api } from '@/api/client'
import { q } from '@/api/queries'
import type { Document, PagePlace } from '@/api/types'
import { t } from '@/i18n'
import { EmptyState, Lines } from '@/ui/Empty'
import { at } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import type { SourceReaderProps } from '@/ui/source_reader'
import styles from './DocumentReader.module.css'
import { FindBar } from './FindBar'
import { MarkedImage } from './MarkedImage'
import { readerOf } from './media'
import { TextReader } from './TextReader'
import { useFind } from './useFind'
import { useSheet } from './useSheet'

const PdfReader = lazy(async () => ({ default: (await import('./PdfReader')).PdfReader }))

/** A document beside a form: places are shown on its pages, and marked by dragging, by marking words, or by finding them. */
export function SourceReader(props: SourceReaderProps) {
  const query = useQuery(q.document(props.document))
  return <Loaded query={query} loading={<Lines count={12} label={t('Loading the document')} />}>{(document) => <Source {...props} shown={document} />}</Loaded>
}

function Source({ shown: document, places, wanted, onMark, onSeen }: SourceReaderProps & { shown: Document }) {
  const version = Math.max(1, ...document.versions.map((one) => one.version))
  const sheet = useSheet()
  const kind = readerOf(document.content_type)
  const isSearchable = kind === 'pdf' || kind === 'text' || kind === 'rtf' || kind === 'html'
  const find = useFind(isSearchable, document.id, true)
  const url = api.documentUrl(document.id)
  const [page, setPage] = useState(1)
  const seen = useRef(onSeen)
  seen.current = onSeen
  const onPage = useCallback((number: number) => (setPage(number), seen.current(number, version)), [version])
  const marks = useMemo(() => places.map((one) => ({ id: one.id, page: one.page, region: one.region, comment: one.label }) as PagePlace), [places])
  const takeWords = () => {
    const quote = window.getSelection()?.toString().replace(/\s+/g, ' ').trim()
    if (quote) onMark?.({ version, page, quote })
  }
  useHotkeys(t('Reader'), [
    { keys: 'alt+arrowup', label: t('Larger'), inFields: true, run: sheet.larger },
    { keys: 'alt+arrowdown', label: t('Smaller'), inFields: true, run: sheet.smaller },
    ...(onMark && kind !== 'pdf' && kind !== 'image' ? [{ keys: 'alt+m', label: t('What is marked is where the value stands'), inFields: true, run: takeWords }] : []),
  ])
  return (
    <article className={styles.reader} aria-label={document.title}>
      <header className={styles.bar}>
        <div className={styles.what}>
          <h2 className="cut">{document.title}</h2>
          <p className="soft small cut">{[at(document.date), document.author, document.type.display].filter(Boolean).join(' · ')}</p>
        </div>
      </header>
      <FindBar find={find} />
      <div className={styles.page}>
        {kind === 'pdf' && (
          <Suspense fallback={<Lines label={t('Loading the reader')} />}>
            <PdfReader url={url} sheet={sheet} find={find} places={marks} wanted={wanted} onSeen={onPage} onMark={onMark && ((number, region, quote) => onMark({ version, page: number, region, quote }))} />
          </Suspense>
        )}
        {kind === 'image' && <MarkedImage url={url} title={document.title} sheet={sheet} places={marks} onMark={onMark && ((region) => onMark({ version, page: 1, region }))} onSeen={onPage} />}
        {(kind === 'text' || kind === 'rtf' || kind === 'html') && <div className={styles.page} onMouseUp={onMark && takeWords}><TextReader id={document.id} url={url} kind={kind} scale={sheet.zoom} find={find} /></div>}
        {kind === 'none' && <EmptyState icon="document" title={t('No reader for {type}', { type: document.content_type })} action={<a href={url} download>{t('Save the file')}</a>} />}
      </div>
    </article>
  )
}
