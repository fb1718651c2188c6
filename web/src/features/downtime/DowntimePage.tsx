// SPDX-License-Identifier: Apache-2.0
import { t } from '@/i18n'
import { useHotkeys } from '@/ui/hotkeys'
import { useSearchState } from '@/ui/navigate'
import { Page } from '@/ui/Page'
import { useSession } from '@/ui/session'
import { Tabs } from '@/ui/Tabs'
import { DisasterTab } from './DisasterTab'
import { DowntimeTab } from './DowntimeTab'

/** When the server is away, and when many come whom nobody knows. */
export function DowntimePage() {
  const [search, change] = useSearchState()
  const hasForms = useSession().permissions.includes('file-documents')
  const first = hasForms ? 'downtime' : 'disaster'
  useHotkeys(t('Downtime and disaster'), [
    ...(hasForms ? [{ keys: '1', label: t('Downtime'), run: () => change({ tab: undefined, id: undefined }) }] : []),
    { keys: '2', label: t('Disaster'), run: () => change({ tab: 'disaster', id: undefined }) },
  ])
  return (
    <Page title={t('Downtime and disaster')}>
      <Tabs
        label={t('Downtime and disaster')}
        current={search.tab ?? first}
        onChange={(tab) => change({ tab: tab === first ? undefined : tab, id: undefined })}
        tabs={[
          ...(hasForms ? [{ id: 'downtime', title: t('Downtime'), content: () => <DowntimeTab chosen={search.id} choose={(id) => change({ id })} /> }] : []),
          { id: 'disaster', title: t('Disaster'), content: () => <DisasterTab chosen={search.id} choose={(id) => change({ id })} /> },
        ]}
      />
    </Page>
  )
}
