// SPDX-License-Identifier: Apache-2.0
import { t } from '@/i18n'
import type { Hotkey } from '@/ui/hotkeys'

const nothing = () => undefined
const inDocument = (keys: string, label: string): Hotkey => ({ keys, label: t('{act} (in a document)', { act: label }), listed: true, run: nothing })

/** The reader's keys as the sheet of a chart names them while no document is open. */
export const readerKeys: Hotkey[] = [
  inDocument('+', t('Larger')), inDocument('-', t('Smaller')), inDocument('0', t('Fit the width')), inDocument('z', t('Turn the page')),
  inDocument('.', t('Next page')), inDocument(',', t('Previous page')), inDocument('y', t('Thumbnails')), inDocument('mod+f', t('Find')), inDocument('h', t('Mark this page')),
  { keys: 'm', label: t('Move to another patient (with an entry open)'), listed: true, run: nothing },
]
