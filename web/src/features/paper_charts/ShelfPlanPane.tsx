// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { Reason } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { Pane } from '@/ui/Page'
import { done, failed } from '@/ui/toasts'
import styles from './Paper.module.css'
import { openPrinted } from './printing'

/** How a room's shelves stand and how they would be shared out by its digits, with room to grow; said in words, repeated by a bar. */
export function ShelfPlanPane({ room }: { room: string }) {
  const client = useQueryClient()
  const [capacity, setCapacity] = useState('')
  const query = useQuery(q.shelfPlan(room, Number(capacity) || 0))
  const carryOut = async () => {
    try {
      await api.planShelves(room, Number(capacity) || 0)
      done(t('The shelves are shared out; print their labels.'))
      await client.invalidateQueries({ queryKey: ['paper-places'] })
    } catch (error) {
      failed(asProblem(error).message)
    }
  }
  return (
    <Pane title={t('Plan of the shelves')}>
      <div className="stack">
        <TextInput type="number" label={t('Volumes that a shelf takes')} value={capacity} onChange={(event) => setCapacity(event.currentTarget.value)} description={t('Empty: as the shelves say')} />
        <Loaded query={query}>
          {(plan) => (
            <>
              <p role="status">{t('{n, plural, one {# volume} other {# volumes}} on {shelves, plural, one {# shelf} other {# shelves}}; the fullest would be {percent} % full.', { n: plan.volumes, shelves: plan.shelves.length, percent: plan.fill_percent })}</p>
              {plan.shelves_short > 0 && <Reason tone="warn">{t('{n, plural, one {# more shelf is needed} other {# more shelves are needed}} to keep room to grow.', { n: plan.shelves_short })}</Reason>}
              <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('Shelves, in the order of the walk')}>
                <table className={styles.table}>
                  <thead><tr><th scope="col">{t('Shelf')}</th><th scope="col">{t('Volumes now')}</th><th scope="col">{t('Planned')}</th><th scope="col">{t('Begins with')}</th><th scope="col">{t('Fill')}</th></tr></thead>
                  <tbody>
                    {plan.shelves.map((line) => (
                      <tr key={line.shelf.id}>
                        <td>{line.shelf.path}</td><td className="num">{line.volumes}</td><td className="num">{line.planned}</td><td className={styles.number}>{line.begins_with?.slice(0, 8) ?? t('stays empty')}</td>
                        <td><span className="num">{line.fill_percent} %</span> <span className={styles.bar} aria-hidden="true"><span style={{ inlineSize: `${Math.min(100, line.fill_percent)}%` }} /></span></td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              <p className="row">
                <Act onClick={() => void carryOut()} allowed={plan.shelves_short === 0 && plan.shelves.length > 0} why={t('There are not shelves enough.')}>{t('Share the shelves out')}</Act>
                <Button variant="subtle" onClick={() => void openPrinted({ what: 'labels', places: plan.shelves.map((line) => line.shelf.id) })}>{t('Print the labels of the shelves')}</Button>
              </p>
            </>
          )}
        </Loaded>
      </div>
    </Pane>
  )
}
