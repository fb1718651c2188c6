// SPDX-License-Identifier: Apache-2.0
import type { Hotkey } from '@/ui/hotkeys'

/** The letters of the steps that every queue has; a queue's own steps take the digits. */
export const letters: Record<string, string> = { claim: 'c', release: 'r', assign: 's', note: 'n', wait: 'w', resume: 'u' }

const titles: Record<string, string> = { claim: 'Claim', release: 'Release', assign: 'Assign', note: 'Note', wait: 'Wait', resume: 'Resume' }

/** An item's keys as the sheet of a queue names them while no item is open. */
export const itemKeys: Hotkey[] = [
  ...Object.entries(letters).map(([event, keys]) => ({ keys, label: `${titles[event]} (with an item open)`, listed: true, run: () => undefined })),
  { keys: 'o', label: 'Open the chart (with an item open)', listed: true, run: () => undefined },
]
