// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { Pane } from '@/ui/Page'
import styles from './Paper.module.css'

export const money = (cents: number) => (cents / 100).toFixed(2)

/** What vendors kept of their word, and what they cost, month by month. */
export function VendorFigures() {
  const { data } = useQuery(q.offSiteFigures())
  if (!data?.months.length) return null
  return (
    <Pane title={t('What vendors kept of their word')}>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('Vendors, month by month')}>
        <table className={styles.table}>
          <thead><tr><th scope="col">{t('Month')}</th><th scope="col">{t('Orders')}</th><th scope="col">{t('In time')}</th><th scope="col">{t('Late')}</th><th scope="col">{t('Not found')}</th><th scope="col">{t('Cost')}</th></tr></thead>
          <tbody>{data.months.map((one) => <tr key={one.month}><td>{one.month}</td><td className="num">{one.orders}</td><td className="num">{one.in_time}</td><td className="num">{one.late}</td><td className="num">{one.short_lines}</td><td className="num">{money(one.cost_cents)}</td></tr>)}</tbody>
        </table>
      </div>
    </Pane>
  )
}
