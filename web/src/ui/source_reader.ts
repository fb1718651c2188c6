// SPDX-License-Identifier: Apache-2.0
import type { ComponentType } from 'react'
import type { PageRegion } from '@/api/types'

/** A place in a document: its page, a box in thousandths where one is marked, the words where the document has words. */
export interface SourcePlace { version: number; page: number; region?: PageRegion; quote?: string }
export interface ShownPlace { id: string; page: number; region?: PageRegion; label: string }

export interface SourceReaderProps {
  document: string
  places: readonly ShownPlace[]
  /** The place that is shown now; a new object each time it is asked for. */
  wanted?: { page: number }
  /** Somebody marked a box or words. Absent: nothing can be marked. */
  onMark?: (place: SourcePlace) => void
  /** The page that is seen, and the version that is read. */
  onSeen: (page: number, version: number) => void
}

/** The reader of documents for departments that read beside a form; app/ gives it. */
export type SourceReader = ComponentType<SourceReaderProps>
