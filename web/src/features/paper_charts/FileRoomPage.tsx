// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { useHotkeys } from '@/ui/hotkeys'
import { useSearchState } from '@/ui/navigate'
import { Page } from '@/ui/Page'
import { Tabs } from '@/ui/Tabs'
import { OverdueTab } from './OverdueTab'
import { PlacesTab } from './PlacesTab'
import { RequestsTab } from './RequestsTab'
import { ScanTab } from './ScanTab'
import { ShelvesTab } from './ShelvesTab'
import { VendorTab } from './VendorTab'
import { VolumeByCode } from './VolumeByCode'

/** The file room: what is scanned, what is asked for, what is not back. */
export function FileRoomPage() {
  const [search, change] = useSearchState()
  const { data: lines } = useQuery(q.pullList())
  const { data: overdue } = useQuery(q.paperOverdue())
  useHotkeys(t('File room'), [
    { keys: '1', label: t('Scan'), run: () => change({ tab: undefined, code: undefined }) },
    { keys: '2', label: t('Requests'), run: () => change({ tab: 'requests', code: undefined }) },
    { keys: '3', label: t('Past due'), run: () => change({ tab: 'overdue', code: undefined }) },
    { keys: '4', label: t('Shelf reading'), run: () => change({ tab: 'shelves', code: undefined }) },
    { keys: '5', label: t('Places'), run: () => change({ tab: 'places', code: undefined }) },
    { keys: '6', label: t('Vendor orders'), run: () => change({ tab: 'vendors', code: undefined }) },
  ])
  return (
    <Page title={t('File room')} keepFocus>
      <Tabs
        label={t('File room')}
        current={search.tab ?? 'scan'}
        onChange={(tab) => change({ tab: tab === 'scan' ? undefined : tab, code: undefined, place: undefined, order: undefined })}
        tabs={[
          { id: 'scan', title: t('Scan'), content: () => (search.code ? <VolumeByCode code={search.code} /> : <ScanTab />) },
          { id: 'requests', title: t('Requests'), count: lines?.total, content: () => <RequestsTab /> },
          { id: 'overdue', title: t('Past due'), count: overdue?.total, content: () => <OverdueTab /> },
          { id: 'shelves', title: t('Shelf reading'), content: () => <ShelvesTab /> },
          { id: 'places', title: t('Places'), content: () => <PlacesTab /> },
          { id: 'vendors', title: t('Vendor orders'), content: () => <VendorTab /> },
        ]}
      />
    </Page>
  )
}
