// SPDX-License-Identifier: Apache-2.0
import type { WorkItem } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { AppLink } from '@/ui/navigate'

/** A hand-off is signed where it is read. */
export function HandOffPanel({ item }: { item: WorkItem }) {
  return <p><AppLink to={paths.handOff(item.subject.id)}>{t('Read the hand-off')}</AppLink></p>
}
