// SPDX-License-Identifier: Apache-2.0
import type { WorkItem } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { AppLink } from '@/ui/navigate'
import { Facts, Pane } from '@/ui/Page'

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

/** A ward copy in its queue. Only scans move it on; its loss and its return are steps of the bar. */
export function WardCopyPanel({ item }: { item: WorkItem }) {
  return (
    <Pane>
      <Facts facts={[{ name: t('Barcode'), value: <span className="mono">{textOf(item.detail.number)}</span> }]} />
      <p><AppLink to={paths.document(item.subject.id)}>{t('The report in the chart')}</AppLink> · <AppLink to={paths.floor()}>{t('Floor deliveries')}</AppLink></p>
    </Pane>
  )
}
