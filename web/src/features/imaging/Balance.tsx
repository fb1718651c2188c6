// SPDX-License-Identifier: Apache-2.0
import type { ScanBalance } from '@/api/types'
import { t } from '@/i18n'
import { count } from '@/ui/format'
import { Icon } from '@/ui/icons'
import { Said } from '@/ui/Said'
import styles from './Balance.module.css'
import { figuresOf } from './batch'

/** Sheets, images and where they went: always in sight. What does not add up is said in words, with a sign and a colour. */
export function Balance({ balance }: { balance: ScanBalance }) {
  return (
    <section className={styles.balance} aria-label={t('Balance of sheets and images')} data-holds={balance.holds}>
      <dl className={styles.figures}>
        {figuresOf(balance).map(({ name, value, wrong }) => (
          <div key={name} className={styles.figure} data-wrong={wrong || undefined}>
            <dt>{name}</dt>
            <dd className="num">{wrong && <Icon name="warning" size={12} />}{value === undefined ? '–' : count(value)}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.says} role="status">
        <Icon name={balance.holds ? 'check' : 'warning'} size={15} />
        <span>{balance.holds ? t('Every sheet has its images, and every image its place.') : <Said>{balance.says || t('This does not add up yet.')}</Said>}</span>
      </p>
    </section>
  )
}
