// SPDX-License-Identifier: Apache-2.0
import type { PDFDocumentProxy, PageViewport } from 'pdfjs-dist'
import { useEffect, useRef, useState } from 'react'
import type { PagePlace } from '@/api/types'
import { t } from '@/i18n'
import { useHotkeys } from '@/ui/hotkeys'
import { BoxDrawing } from './BoxDrawing'
import styles from './DocumentReader.module.css'
import type { Box, PageHit } from './find'
import type { Mark } from './PdfReader'
import { boxBetween, shown, unturned } from './places'
import type { Sheet } from './useSheet'

interface Props { file: PDFDocumentProxy; number: number; sheet: Sheet; onSeen: (number: number) => void; hits: PageHit[]; current?: PageHit; places: readonly PagePlace[]; onMark?: Mark; quote?: string }

/** One page: drawn when it comes near, read to those who cannot see it, its hits marked. */
export function PdfPage({ file, number, sheet, onSeen, hits, current, places, onMark, quote }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const inSight = useRef(false)
  const isDrawn = useRef(false)
  const [near, setNear] = useState(number === 1)
  const [words, setWords] = useState('')
  const [view, setView] = useState<PageViewport | null>(null)
  useEffect(() => {
    if (!box.current) return
    const sight = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) setNear(true)
      inSight.current = !!entry && entry.intersectionRatio > 0.5
      if (inSight.current && isDrawn.current) onSeen(number) // a page that is not drawn yet has no size to be in sight with
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
      const onScreen = page.getViewport({ scale: width / upright.width, rotation: upright.rotation })
      const drawn = page.getViewport({ scale: onScreen.scale * window.devicePixelRatio, rotation: upright.rotation })
      Object.assign(target, { width: drawn.width, height: drawn.height })
      target.style.width = `${width}px`
      setView(onScreen)
      if (!isDrawn.current) setTimeout(() => !left && inSight.current && onSeen(number), 200) // when those above have their size too
      isDrawn.current = true
      const rendering = page.render({ canvas: target, viewport: drawn })
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
  const found = hits.find((hit) => hit === current)
  const takeFound = () => {
    const first = found?.boxes[0]
    if (!view || !first) return
    const { left, top, width, height } = placed(view, first)
    const corner = (x: number, y: number) => ({ x: (x * 1000) / view.width, y: (y * 1000) / view.height })
    onMark?.(number, unturned(boxBetween(corner(left, top), corner(left + width, top + height)), sheet.turns), quote)
  }
  useHotkeys(t('Reader'), onMark && found ? [{ keys: 'alt+m', label: t('What is marked is where the value stands'), inFields: true, run: takeFound }] : [])
  return (
    <div ref={box} className={styles.sheet} data-page={number}>
      <div className={styles.face} style={view ? { width: view.width } : undefined}>
        <canvas ref={canvas} className={styles.canvas} aria-hidden="true" />
        {view && hits.flatMap((hit, index) => hit.boxes.map((one, part) => <span key={`${index}-${part}`} className={styles.boxHit} data-hit data-current={hit === current || undefined} style={placed(view, one)} />))}
        {view && places.map((one) => one.region && <span key={one.id} className={styles.place} data-place title={one.comment} style={shown(one.region, sheet.turns)} />)}
        {view && onMark && <BoxDrawing turns={sheet.turns} onMark={(region) => onMark(number, region)} />}
      </div>
      {places.map((one) => <p key={one.id} className="read-only-by-ear">{t('Marked here: {comment}', { comment: one.comment })}</p>)}
      <p className="read-only-by-ear">{t('Page {n}.', { n: number })} {words || t('This page has no text layer.')}</p>
    </div>
  )
}

/** A box of the page on the screen, however it is turned. */
function placed(view: PageViewport, box: Box) {
  const [x1, y1, x2, y2] = view.convertToViewportRectangle(box) as [number, number, number, number]
  return { left: Math.min(x1, x2), top: Math.min(y1, y2), width: Math.abs(x2 - x1), height: Math.abs(y2 - y1) }
}
