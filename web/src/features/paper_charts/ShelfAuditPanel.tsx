// SPDX-License-Identifier: Apache-2.0
import type { WorkItem } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { useHotkeys } from '@/ui/hotkeys'
import { AppLink, useGo } from '@/ui/navigate'

/** A section of shelf beside its queue: the way to its figures and findings. */
export function ShelfAuditPanel({ item }: { item: WorkItem }) {
  const go = useGo()
  useHotkeys(t('Shelf reading'), [{ keys: 'p', label: t('Open the section'), run: () => go(paths.shelfAudit(item.subject.id)) }])
  return <AppLink to={paths.shelfAudit(item.subject.id)}>{t('Open the section')}</AppLink>
}
