// SPDX-License-Identifier: Apache-2.0
import { useMemo, useState } from 'react'

export interface Sheet { zoom: number; turns: number; larger: () => void; smaller: () => void; fit: () => void; turn: () => void }

/** Size (1 fits the width) and quarter turns of what is read. */
export function useSheet(): Sheet {
  const [zoom, setZoom] = useState(1)
  const [turns, setTurns] = useState(0)
  return useMemo(
    () => ({
      zoom,
      turns,
      larger: () => setZoom((now) => Math.min(4, Math.round((now + 0.2) * 10) / 10)),
      smaller: () => setZoom((now) => Math.max(0.4, Math.round((now - 0.2) * 10) / 10)),
      fit: () => setZoom(1),
      turn: () => setTurns((now) => (now + 1) % 4),
    }),
    [zoom, turns],
  )
}
