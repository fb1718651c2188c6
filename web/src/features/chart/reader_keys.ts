// SPDX-License-Identifier: Apache-2.0
import type { Hotkey } from '@/ui/hotkeys'

const nothing = () => undefined
const inDocument = (keys: string, label: string): Hotkey => ({ keys, label: `${label} (in a document)`, listed: true, run: nothing })

/** The reader's keys as the sheet of a chart names them while no document is open. */
export const readerKeys: Hotkey[] = [
  inDocument('+', 'Larger'), inDocument('-', 'Smaller'), inDocument('0', 'Fit the width'), inDocument('z', 'Turn the page'),
  inDocument('.', 'Next page'), inDocument(',', 'Previous page'), inDocument('y', 'Thumbnails'), inDocument('mod+f', 'Find'),
]
