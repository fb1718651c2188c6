// SPDX-License-Identifier: Apache-2.0
import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist'
import PdfWorker from 'pdfjs-dist/build/pdf.worker.min.mjs?worker'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { PagePlace, PageRegion } from '@/api/types'
import { t } from '@/i18n'
import { EmptyState, Lines } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { scrollWithin } from '@/ui/scroll'
import { useStored } from '@/ui/useStored'
import styles from './DocumentReader.module.css'
import { hitsOnPage, isAsked, type PageHit, type TextPiece } from './find'
import { PdfPage } from './PdfPage'
import { Thumbnails } from './Thumbnails'
import type { Find } from './useFind'
import type { Sheet } from './useSheet'

GlobalWorkerOptions.workerPort ??= new PdfWorker()

export type Mark = (page: number, region: PageRegion, quote?: string) => void
interface Marked { places: readonly PagePlace[]; wanted?: { page: number }; onSeen: (page: number) => void; onMark?: Mark }

/** Pages are drawn when they come into sight, so that the first one of two hundred is there at once. */
export function PdfReader({ url, sheet, find, ...marked }: { url: string; sheet: Sheet; find: Find } & Marked) {
  const [file, setFile] = useState<PDFDocumentProxy | null>(null)
  const [problem, setProblem] = useState('')
  useEffect(() => {
    const loading = getDocument({ url, withCredentials: true, isEvalSupported: false, standardFontDataUrl: '/assets/standard_fonts/' })
    loading.promise.then(setFile, (error: Error) => setProblem(error.message))
    return () => void loading.destroy()
  }, [url])
  if (problem) return <EmptyState icon="warning" title={t('This PDF cannot be shown')}>{problem}</EmptyState>
  if (!file) return <Lines count={10} label={t('Loading the pages')} />
  return <Pages file={file} sheet={sheet} find={find} {...marked} />
}

const piecesOf = async (file: PDFDocumentProxy, number: number) =>
  (await (await file.getPage(number)).getTextContent()).items.filter((item): item is typeof item & TextPiece => 'str' in item)

let pen: CanvasRenderingContext2D | null = null
/** How wide words are, against each other, in a letter much like the document's. */
function widthOf(words: string): number {
  pen ??= document.createElement('canvas').getContext('2d')
  if (!pen) return words.length
  pen.font = '100px Helvetica, Arial, "Liberation Sans", sans-serif'
  return pen.measureText(words).width
}

/** The hits in the file, page by page as they are read; the whole text is read once. */
function useHits(file: PDFDocumentProxy, find: Find): PageHit[] {
  const [hits, setHits] = useState<PageHit[]>([])
  const read = useRef(new Map<number, Promise<TextPiece[]>>())
  const { asked, tell, go, page } = find
  useEffect(() => {
    let left = false
    const found: PageHit[] = []
    setHits([])
    tell(0)
    if (!isAsked(asked)) return
    void (async () => {
      for (let number = 1; number <= file.numPages && !left; number++) {
        if (!read.current.has(number)) read.current.set(number, piecesOf(file, number))
        found.push(...hitsOnPage(number, (await read.current.get(number)) ?? [], asked, widthOf))
      }
      if (left) return
      setHits(found)
      tell(found.length)
      const wanted = found.findIndex((hit) => hit.page >= page)
      if (typeof asked !== 'string' && wanted > 0) go(wanted)
    })()
    return () => void (left = true)
  }, [file, asked, tell, go, page])
  return hits
}

function Pages({ file, sheet, find, places, wanted, onSeen, onMark }: { file: PDFDocumentProxy; sheet: Sheet; find: Find } & Marked) {
  const [page, setPage] = useState(1)
  const [strip, setStrip] = useStored('reader.thumbnails', true)
  const scroller = useRef<HTMLDivElement>(null)
  const hits = useHits(file, find)
  const current = hits[find.at]
  const show = useCallback(
    (number: number) => {
      const target = Math.max(1, Math.min(file.numPages, number))
      setPage(target)
      scrollWithin(scroller.current, scroller.current?.querySelector(`[data-page="${target}"]`), 'start')
    },
    [file],
  )
  useEffect(() => {
    if (current) show(current.page)
  }, [current, show])
  useEffect(() => {
    if (wanted) show(wanted.page)
  }, [wanted, show])
  useEffect(() => {
    onSeen(page)
  }, [page]) // eslint-disable-line
  const many = file.numPages > 1
  useHotkeys(t('Reader'), [
    { keys: '.', label: t('Next page'), run: () => show(page + 1) },
    { keys: ',', label: t('Previous page'), run: () => show(page - 1) },
    ...(many ? [{ keys: 'y', label: t('Thumbnails of the pages, shown or not'), run: () => setStrip(!strip) }] : []),
  ])
  const pages = Array.from({ length: file.numPages }, (_, index) => index + 1)
  return (
    <>
      {many && (
        <div className={`${styles.pager} no-print`}>
          <label>{t('Page')} <input type="number" min={1} max={file.numPages} value={page} className={styles.pageNumber} onChange={(event) => event.target.value && show(Number(event.target.value))} /></label>
          <span className="soft">{t('of {n}', { n: file.numPages })}</span>
          <button type="button" className={styles.stripSwitch} aria-pressed={strip} title={t('Thumbnails (y)')} onClick={() => setStrip(!strip)}>{t('Thumbnails')}</button>
        </div>
      )}
      <div className={styles.pages}>
        {many && strip && <Thumbnails file={file} page={page} onPage={show} marked={new Set(hits.map((hit) => hit.page))} />}
        <div ref={scroller} className={styles.paper} tabIndex={0} role="region" aria-label={t('Pages')}>
          {pages.map((number) => (
            <PdfPage key={number} file={file} number={number} sheet={sheet} onSeen={setPage} hits={hits.filter((hit) => hit.page === number)} current={current} places={places.filter((one) => one.page === number)} onMark={onMark} quote={typeof find.asked === 'string' ? find.asked : undefined} />
          ))}
        </div>
      </div>
    </>
  )
}
