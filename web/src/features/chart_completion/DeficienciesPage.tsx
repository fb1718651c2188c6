// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { useHotkeys } from '@/ui/hotkeys'
import { useSearchState } from '@/ui/navigate'
import { Page } from '@/ui/Page'
import { Tabs } from '@/ui/Tabs'
import { FiguresTab } from './FiguresTab'
import { LettersTab } from './LettersTab'
import { StaffTab } from './StaffTab'
import { SuspensionsTab } from './SuspensionsTab'

/** Who owes which chart what, and what the hospital does about it. */
export function DeficienciesPage() {
  const [search, change] = useSearchState()
  const { data: staff } = useQuery(q.staffOwing())
  const to = (tab?: string) => change({ tab, of: undefined, which: undefined })
  useHotkeys(t('Deficiencies'), [
    { keys: '1', label: t('By physician'), run: () => to() },
    { keys: '2', label: t('Figures'), run: () => to('figures') },
    { keys: '3', label: t('Letters'), run: () => to('letters') },
    { keys: '4', label: t('Suspensions'), run: () => to('suspensions') },
  ])
  return (
    <Page title={t('Deficiencies')} keepFocus>
      <Tabs
        label={t('Deficiencies')}
        current={search.tab ?? 'staff'}
        onChange={(tab) => to(tab === 'staff' ? undefined : tab)}
        tabs={[
          { id: 'staff', title: t('By physician'), count: staff?.total, content: () => <StaffTab of={search.of} onChoose={(of) => change({ of })} /> },
          { id: 'figures', title: t('Figures'), content: () => <FiguresTab which={search.which} onChoose={(which) => change({ which })} /> },
          { id: 'letters', title: t('Letters'), content: () => <LettersTab /> },
          { id: 'suspensions', title: t('Suspensions'), content: () => <SuspensionsTab /> },
        ]}
      />
    </Page>
  )
}
