// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { DeficiencyList } from '@/ui/DeficiencyList'
import { EmptyState } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { Pane } from '@/ui/Page'
import styles from './ChartPage.module.css'

/** What the files of a person's encounters owe, the owed before the settled. */
export function Deficiencies({ patient }: { patient: string }) {
  const query = useQuery(q.deficienciesOf(patient))
  return (
    <div className={styles.padded}>
      <Loaded query={query} isEmpty={(data) => !data.items.length} empty={<EmptyState icon="check" title={t('Nothing is owed and nothing was')} />}>
        {(list) => (
          <Pane title={t('Deficiencies')}>
            <DeficiencyList list={{ ...list, items: [...list.items].sort((one, other) => Number(!!one.closed_at) - Number(!!other.closed_at)) }} />
          </Pane>
        )}
      </Loaded>
    </div>
  )
}
