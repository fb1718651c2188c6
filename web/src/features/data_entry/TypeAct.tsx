// SPDX-License-Identifier: Apache-2.0
import { useMutation } from '@tanstack/react-query'
import { api } from '@/api/client'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { useHotkeys } from '@/ui/hotkeys'
import { useGo } from '@/ui/navigate'
import type { ReaderAct } from '@/ui/reader_acts'
import { useMay } from '@/ui/session'

/** In a reader: the note is typed into a form, whether or not a rule asked for it. */
export function TypeAct({ document }: ReaderAct) {
  const types = useMay('enter-data')
  const go = useGo()
  const open = useMutation({ mutationFn: () => api.openDataEntry({ document: document.resource ?? { type: 'DocumentReference', id: document.id } }), onSuccess: (entry) => go(paths.dataEntryOf(entry.id)) })
  useHotkeys(t('Reader'), types.allowed ? [{ keys: 'shift+x', label: t('Type its data'), run: () => open.mutate() }] : [])
  if (!types.allowed) return null
  return <Act size="compact-sm" hint="Shift+X" onClick={() => open.mutate()}>{t('Type its data…')}</Act>
}
