// SPDX-License-Identifier: Apache-2.0
import { useRef, useState, type PointerEvent } from 'react'
import type { PageRegion } from '@/api/types'
import styles from './DocumentReader.module.css'
import { boxBetween, unturned, type Point } from './places'

/** Over a page: a box is drawn by dragging. By keyboard the words are found instead. */
export function BoxDrawing({ turns, onMark }: { turns: number; onMark: (region: PageRegion) => void }) {
  const [box, setBox] = useState<[Point, Point]>()
  const face = useRef<HTMLDivElement>(null)
  const place = (event: PointerEvent): Point => {
    const { left, top, width, height } = face.current!.getBoundingClientRect()
    return { x: ((event.clientX - left) * 1000) / width, y: ((event.clientY - top) * 1000) / height }
  }
  const region = box && boxBetween(...box)
  return (
    <div
      ref={face}
      className={styles.drawing}
      onMouseDown={(event) => event.preventDefault()} // the field that one types keeps the focus
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.preventDefault()
        face.current?.setPointerCapture(event.pointerId)
        setBox([place(event), place(event)])
      }}
      onPointerMove={(event) => box && setBox([box[0], place(event)])}
      onPointerUp={() => {
        if (region && region.width > 4 && region.height > 4) onMark(unturned(region, turns))
        setBox(undefined)
      }}
      onPointerCancel={() => setBox(undefined)}
    >
      {region && <span className={styles.place} style={{ left: `${region.left / 10}%`, top: `${region.top / 10}%`, width: `${region.width / 10}%`, height: `${region.height / 10}%` }} />}
    </div>
  )
}
