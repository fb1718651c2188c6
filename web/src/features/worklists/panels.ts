// SPDX-License-Identifier: Apache-2.0
import type { QueryClient } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import type { WorkItem } from '@/api/types'

export interface PanelProps {
  item: WorkItem
  /** The panel's own act is done and the item has left its place in the queue. */
  onDone: (said: string) => void
}
/** How a queue's own step is asked for, where the usual way (its digit, its coded reasons) is not enough. */
export interface PanelStep {
  /** Its letter in place of a digit. */
  keys: string
  title?: string
  /** What the step asks beside a coded reason: a day, words that may be left out, words that may not. */
  asks?: 'day' | 'words' | 'needed-words'
  /** The item stays in the queue, and the next one is wanted. */
  onward?: boolean
}
/** What a department shows of its own items. */
export interface Panel {
  component: ComponentType<PanelProps>
  /** Steps that the panel offers itself, or nobody takes by hand: the bar leaves them out. */
  covers: RegExp
  steps?: Record<string, PanelStep>
  /** What its items are called, where the particulars have no better name. */
  title?: string
  /** The panel shows the whole subject: no patient's line and no particulars beside it, and more room than the list. */
  whole?: boolean
  /** Fetches what the panel of the item after this one will show. */
  prefetch?: (client: QueryClient, item: WorkItem) => void
}
export type Panels = Record<string, Panel>
