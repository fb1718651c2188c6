// SPDX-License-Identifier: Apache-2.0
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { t } from '@/i18n'
import { scrollWithin } from '@/ui/scroll'
import styles from './DocumentReader.module.css'

interface Props { file: PDFDocumentProxy; page: number; onPage: (page: number) => void; marked: ReadonlySet<number> }
const width = 84

/** The pages in small, beside the page: one tab stop, arrows move. Pages with hits carry a mark. */
export function Thumbnails({ file, page, onPage, marked }: Props) {
  const strip = useRef<HTMLElement>(null)
  useEffect(() => {
    scrollWithin(strip.current, strip.current?.querySelector('[aria-current]'), 'nearest')
  }, [page])
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowDown: page + 1, ArrowUp: page - 1, Home: 1, End: file.numPages }[event.key]
    if (to === undefined || to < 1 || to > file.numPages) return
    event.preventDefault()
    onPage(to)
    strip.current?.querySelectorAll('button')[to - 1]?.focus({ preventScroll: true })
  }
  return (
    <nav ref={strip} className={`${styles.strip} no-print`} aria-label={t('Pages in small')} onKeyDown={onKeyDown}>
      {Array.from({ length: file.numPages }, (_, index) => index + 1).map((number) => (
        <button key={number} type="button" className={styles.thumbnail} tabIndex={number === page ? 0 : -1} aria-current={number === page ? 'page' : undefined} aria-label={marked.has(number) ? t('Page {n}, with hits', { n: number }) : t('Page {n}', { n: number })} onClick={() => onPage(number)}>
          <Thumbnail file={file} number={number} />
          <span className={styles.thumbnailNumber} data-marked={marked.has(number) || undefined}>{number}</span>
        </button>
      ))}
    </nav>
  )
}

function Thumbnail({ file, number }: { file: PDFDocumentProxy; number: number }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [near, setNear] = useState(false)
  useEffect(() => {
    if (!canvas.current) return
    const sight = new IntersectionObserver(([entry]) => entry?.isIntersecting && setNear(true), { rootMargin: '300px 0px' })
    sight.observe(canvas.current)
    return () => sight.disconnect()
  }, [])
  useEffect(() => {
    if (!near) return
    let task: { cancel: () => void } | undefined
    let left = false
    void (async () => {
      const page = await file.getPage(number)
      const target = canvas.current
      if (left || !target) return
      const view = page.getViewport({ scale: (width / page.getViewport({ scale: 1 }).width) * window.devicePixelRatio })
      Object.assign(target, { width: view.width, height: view.height })
      const rendering = page.render({ canvas: target, viewport: view })
      task = rendering
      await rendering.promise.catch((error: Error) => {
        if (error.name !== 'RenderingCancelledException') throw error
      })
    })()
    return () => {
      left = true
      task?.cancel()
    }
  }, [file, number, near])
  return <canvas ref={canvas} className={styles.small} aria-hidden="true" />
}
