// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { decimals } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { Pane } from '@/ui/Page'
import styles from './Shift.module.css'

/** What the coming hours may ask for: an average, and it says so. */
export function Forecast() {
  const query = useQuery(q.shiftForecast())
  return (
    <Pane title={t('The next 24 hours')}>
      <Loaded query={query}>
        {({ hours, weeks }) => {
          const most = Math.max(10, ...hours.map((one) => one.expected_tenths))
          const known = hours.some((one) => one.weeks > 0)
          const busiest = hours.reduce((a, b) => (b.expected_tenths > a.expected_tenths ? b : a), hours[0]!)
          const sum = hours.reduce((all, one) => all + one.expected_tenths, 0) / 10
          return known ? (
            <>
              <div className={styles.bars} aria-hidden="true">{hours.map((one) => <span key={one.from} className={styles.bar} title={`${one.local.slice(11)}: ${decimals(one.expected_tenths / 10, 1)}`} style={{ height: `${(100 * one.expected_tenths) / most}%` }} />)}</div>
              <p>{t('About {sum} volumes; most, {most}, in the hour from {hour}.', { sum: decimals(sum, 0), most: decimals(busiest.expected_tenths / 10, 1), hour: busiest.local.slice(11) })}</p>
              <p className="soft small">{t('The average of the same hours of this weekday in up to {n} weeks, nothing more.', { n: weeks })}</p>
            </>
          ) : <p className="soft">{t('There is no week before this one to compare with.')}</p>
        }}
      </Loaded>
    </Pane>
  )
}
