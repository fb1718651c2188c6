// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { useHotkeys } from '@/ui/hotkeys'
import { AppLink, useSearchState } from '@/ui/navigate'
import { Page } from '@/ui/Page'
import { useMay } from '@/ui/session'
import { Tabs } from '@/ui/Tabs'
import { CallsTab } from './CallsTab'
import { DeliveredTab } from './DeliveredTab'
import { LooseTab } from './LooseTab'
import { WardsTab } from './WardsTab'

/** Printed copies on their way to the wards, STAT results by telephone, and what is in no folder yet. Who files nothing sees how it goes. */
export function FloorPage() {
  return useMay('file-documents').allowed ? <WholeFloor /> : <Page title={t('Floor deliveries')}><DeliveredTab /></Page>
}

function WholeFloor() {
  const [search, change] = useSearchState()
  const { data: floor } = useQuery(q.floor())
  const { data: calls } = useQuery(q.statCalls())
  const go = (tab?: string) => change({ tab, call: undefined })
  useHotkeys(t('Floor deliveries'), [
    { keys: '1', label: t('Wards'), run: () => go() },
    { keys: '2', label: t('STAT calls'), run: () => go('calls') },
    { keys: '3', label: t('Delivered'), run: () => go('delivered') },
    { keys: '4', label: t('Loose Filing Report'), run: () => go('loose') },
  ])
  return (
    <Page title={t('Floor deliveries')} keepFocus actions={<AppLink to={paths.counter()}>{t('Receive with a telephone')}</AppLink>}>
      <Tabs
        label={t('Floor deliveries')}
        current={search.tab ?? 'wards'}
        onChange={(tab) => go(tab === 'wards' ? undefined : tab)}
        tabs={[
          { id: 'wards', title: t('Wards'), count: floor?.wards.reduce((sum, ward) => sum + ward.copies.length, 0), content: () => <WardsTab /> },
          { id: 'calls', title: t('STAT calls'), count: calls?.items.filter((one) => one.open).length, content: () => <CallsTab /> },
          { id: 'delivered', title: t('Delivered'), content: () => <DeliveredTab /> },
          { id: 'loose', title: t('Loose Filing Report'), content: () => <LooseTab /> },
        ]}
      />
    </Page>
  )
}
