// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { DeficiencyList } from '@/ui/DeficiencyList'
import { EmptyState } from '@/ui/Empty'
import { due } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { Pane } from '@/ui/Page'
import styles from './Completion.module.css'

/** Everybody who owes something, who is longest past due first; the department's own queue among them. */
export function StaffTab({ of, onChoose }: { of?: string; onChoose: (of: string) => void }) {
  const query = useQuery(q.staffOwing())
  const chosen = of === 'nobody' ? '' : of
  return (
    <div className="stack">
      <Loaded query={query} isEmpty={(data) => !data.items.length} empty={<EmptyState icon="check" title={t('Nobody owes anything')} />}>
        {({ items }) => (
          <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('By physician')}>
            <table className={styles.table}>
              <thead><tr><th scope="col">{t('Physician')}</th><th scope="col">{t('Owed')}</th><th scope="col">{t('Past due')}</th><th scope="col">{t('Clock stopped')}</th><th scope="col">{t('The first is due')}</th></tr></thead>
              <tbody>
                {items.map((one) => (
                  <tr key={one.key}>
                    <td><Button variant="subtle" size="compact-sm" aria-pressed={chosen === one.key} onClick={() => onChoose(one.key || 'nobody')}>{one.key ? one.name || one.key : t('Nobody is known: the department')}</Button></td>
                    <td>{one.owed}</td>
                    <td>{one.past_due}</td>
                    <td>{one.stopped}</td>
                    <td>{one.oldest ? due(one.oldest) : ''}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
      {chosen !== undefined && <Owed of={chosen} />}
    </div>
  )
}

function Owed({ of }: { of: string }) {
  const query = useQuery(q.owed({ responsible: of }))
  return (
    <Loaded query={query} isEmpty={(data) => !data.items.length} empty={<EmptyState icon="check" title={t('Nothing is owed')} />}>
      {(list) => <Pane title={t('What is owed')}><DeficiencyList list={list} withPatient /></Pane>}
    </Loaded>
  )
}
