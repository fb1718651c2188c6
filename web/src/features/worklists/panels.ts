// SPDX-License-Identifier: Apache-2.0
import type { ComponentType } from 'react'
import type { WorkItem } from '@/api/types'

export interface PanelProps {
  item: WorkItem
  /** The panel's own act is done and the item has left its place in the queue. */
  onDone: (said: string) => void
}
/** What a department shows of its own items. `covers`: steps that the panel offers itself, so the bar does not. */
export interface Panel { component: ComponentType<PanelProps>; covers: RegExp }
export type Panels = Record<string, Panel>
