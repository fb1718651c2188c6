// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Reason } from '@/ui/Empty'
import { AppLink } from '@/ui/navigate'
import type { ReaderAct } from '@/ui/reader_acts'
import { Said } from '@/ui/Said'

/** Above a document: what a machine found said wrongly in it, while nobody has judged it, and what somebody found right. */
export function WarningNote({ document }: Pick<ReaderAct, 'document'>) {
  const { data } = useQuery({ ...q.warningsAt(document.id), retry: false })
  const warnings = (data?.items ?? []).filter((one) => one.state === 'open' || one.state === 'right')
  if (!warnings.length) return null
  return (
    <aside aria-label={t('Warnings about what it says')} className="stack no-print">
      {warnings.map((one) => (
        <Reason key={one.id} tone="warn" title={one.state === 'open' ? t('A machine found this; nobody has judged it yet') : t('Somebody found this to be so')}>
          <p><Said>{one.says}</Said></p>
          <AppLink to={paths.worklist('record-warning', { item: one.item, closed: one.state === 'open' ? undefined : '1' })}>{t('Open the warning')}</AppLink>
        </Reason>
      ))}
    </aside>
  )
}
