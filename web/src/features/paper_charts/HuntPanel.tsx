// SPDX-License-Identifier: Apache-2.0
import type { WorkItem } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { useHotkeys } from '@/ui/hotkeys'
import { AppLink, useGo } from '@/ui/navigate'

/** A missing volume beside its queue: the way to its hunt. */
export function HuntPanel({ item }: { item: WorkItem }) {
  const go = useGo()
  useHotkeys(t('Hunt'), [{ keys: 'p', label: t('Open the hunt'), run: () => go(paths.paperHunt(item.subject.id)) }])
  return <AppLink to={paths.paperHunt(item.subject.id)}>{t('Open the hunt')}</AppLink>
}
