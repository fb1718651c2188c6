// SPDX-License-Identifier: Apache-2.0
import { t } from '@/i18n'
import type { Hotkey } from '@/ui/hotkeys'
import { words } from '@/ui/format'
import type { Panel } from './panels'

/** The letters of the steps that every queue has; a queue's own steps take the digits. */
export const letters: Record<string, string> = { claim: 'c', release: 'r', assign: 's', note: 'n', wait: 'w', resume: 'u' }

const titles: Record<string, string> = { claim: t('Claim'), release: t('Release'), assign: t('Assign'), note: t('Note'), wait: t('Wait'), resume: t('Resume') }

/** An item's keys as the sheet of a queue names them while no item is open. */
export const itemKeysOf = (panel: Panel | undefined): Hotkey[] => [
  ...Object.entries(panel?.steps ?? {}).map(([event, step]) => ({ keys: step.keys, label: t('{act} (with an item open)', { act: step.title ?? words(event) }), listed: true, run: () => undefined })),
  ...Object.entries(letters).filter(([event]) => !panel?.covers.test(event)).map(([event, keys]) => ({ keys, label: t('{act} (with an item open)', { act: titles[event] ?? '' }), listed: true, run: () => undefined })),
  { keys: 'o', label: t('Open the chart (with an item open)'), listed: true, run: () => undefined },
]
