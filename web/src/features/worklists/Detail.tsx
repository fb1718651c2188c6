// SPDX-License-Identifier: Apache-2.0
import type { WorkItem } from '@/api/types'
import { t } from '@/i18n'
import { at, day, words } from '@/ui/format'
import { Facts } from '@/ui/Page'
import { Pane } from '@/ui/Page'
import styles from './Detail.module.css'

const isInstant = (text: string) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)
const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text)
const shown = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? t('yes') : t('no')
  if (Array.isArray(value)) return value.map(shown).join(', ')
  if (typeof value === 'object') return Object.values(value).map(shown).filter(Boolean).join(' · ')
  const text = String(value)
  return isInstant(text) ? at(text) : isDay(text) ? day(text) : text
}
const isHistory = (value: unknown): value is Record<string, unknown>[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'object' && one !== null)

/** What the item carries beyond the columns: the order it comes from, and what was done to get the record (the chase). */
export function Detail({ item }: { item: WorkItem }) {
  const entries = Object.entries(item.detail)
  const plain = entries.filter(([, value]) => !isHistory(value))
  const histories = entries.filter((entry): entry is [string, Record<string, unknown>[]] => isHistory(entry[1]))
  return (
    <>
      {plain.length > 0 && <Pane title={t('Particulars')}><Facts facts={plain.map(([key, value]) => ({ name: words(key), value: shown(value) }))} /></Pane>}
      {histories.map(([key, steps]) => (
        <Pane key={key} title={key === 'chases' ? t('Chase') : words(key)}>
          <ol className={styles.steps}>
            {steps.map((step, index) => (
              <li key={index}>
                <span className="soft num">{shown(step.at)}</span>
                <span>{Object.entries(step).filter(([name]) => name !== 'at').map(([, value]) => shown(value)).join(' · ')}</span>
              </li>
            ))}
          </ol>
        </Pane>
      ))}
    </>
  )
}
