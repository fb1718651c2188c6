// SPDX-License-Identifier: Apache-2.0
import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist'
import PdfWorker from 'pdfjs-dist/build/pdf.worker.min.mjs?worker'
import { useEffect, useRef, useState } from 'react'
import { EmptyState, Lines } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import styles from './DocumentReader.module.css'
import type { Sheet } from './useSheet'

GlobalWorkerOptions.workerPort ??= new PdfWorker()

/** Pages are drawn when they come into sight, so that the first one of two hundred is there at once. */
export function PdfReader({ url, sheet }: { url: string; sheet: Sheet }) {
  const [file, setFile] = useState<PDFDocumentProxy | null>(null)
  const [problem, setProblem] = useState('')
  const [page, setPage] = useState(1)
  const scroller = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const loading = getDocument({ url, withCredentials: true, isEvalSupported: false, standardFontDataUrl: '/assets/standard_fonts/' })
    loading.promise.then(setFile, (error: Error) => setProblem(error.message))
    return () => void loading.destroy()
  }, [url])
  const show = (number: number) => {
    const target = Math.max(1, Math.min(file?.numPages ?? 1, number))
    setPage(target)
    scroller.current?.querySelector(`[data-page="${target}"]`)?.scrollIntoView({ block: 'start' })
  }
  useHotkeys('Pages', [
    { keys: '.', label: 'Next page', run: () => show(page + 1) },
    { keys: ',', label: 'Previous page', run: () => show(page - 1) },
  ])
  if (problem) return <EmptyState icon="warning" title="This PDF cannot be shown">{problem}</EmptyState>
  if (!file) return <Lines count={10} label="Loading the pages" />
  const pages = Array.from({ length: file.numPages }, (_, index) => index + 1)
  return (
    <>
      <div className={`${styles.pager} no-print`}>
        <label>Page <input type="number" min={1} max={file.numPages} value={page} className={styles.pageNumber} onChange={(event) => event.target.value && show(Number(event.target.value))} /></label>
        <span className="soft">of {file.numPages}</span>
      </div>
      <div ref={scroller} className={styles.paper} tabIndex={0} role="region" aria-label="Pages">
        {pages.map((number) => <PdfPage key={number} file={file} number={number} sheet={sheet} onSeen={setPage} />)}
      </div>
    </>
  )
}

function PdfPage({ file, number, sheet, onSeen }: { file: PDFDocumentProxy; number: number; sheet: Sheet; onSeen: (number: number) => void }) {
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [near, setNear] = useState(number === 1)
  const [words, setWords] = useState('')
  useEffect(() => {
    if (!box.current) return
    const sight = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) setNear(true)
      if (entry && entry.intersectionRatio > 0.5) onSeen(number)
    }, { rootMargin: '600px 0px', threshold: [0, 0.5] })
    sight.observe(box.current)
    return () => sight.disconnect()
  }, [number, onSeen])
  useEffect(() => {
    if (!near) return
    let task: { cancel: () => void } | undefined
    let left = false
    void (async () => {
      const page = await file.getPage(number)
      const target = canvas.current
      if (left || !target || !box.current) return
      const upright = page.getViewport({ scale: 1, rotation: (page.rotate + sheet.turns * 90) % 360 })
      const width = Math.max(200, box.current.clientWidth) * sheet.zoom
      const view = page.getViewport({ scale: (width / upright.width) * window.devicePixelRatio, rotation: upright.rotation })
      Object.assign(target, { width: view.width, height: view.height })
      target.style.width = `${width}px`
      const rendering = page.render({ canvas: target, viewport: view })
      task = rendering
      await rendering.promise.catch((error: Error) => {
        if (error.name !== 'RenderingCancelledException') throw error
      })
      const content = await page.getTextContent()
      if (!left) setWords(content.items.map((item) => ('str' in item ? item.str : '')).join(' ').trim())
    })()
    return () => {
      left = true
      task?.cancel()
    }
  }, [file, number, near, sheet.zoom, sheet.turns])
  return (
    <div ref={box} className={styles.sheet} data-page={number}>
      <canvas ref={canvas} className={styles.canvas} aria-hidden="true" />
      <p className="read-only-by-ear">Page {number}. {words || 'This page has no text layer.'}</p>
    </div>
  )
}
