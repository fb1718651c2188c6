// SPDX-License-Identifier: Apache-2.0
import { Button, Checkbox } from '@mantine/core'
import type { PatientBrief, ScanBatch, ScanContradiction } from '@/api/types'
import { t, type Text } from '@/i18n'
import { day } from '@/ui/format'
import { Reason } from '@/ui/Empty'
import styles from './Side.module.css'

const what: Record<ScanContradiction['what'], Text> = { mrn: 'record number', name: 'name', birth_date: 'birth date', sheet: 'cover sheet' }

interface Props { list: readonly ScanContradiction[]; batch: ScanBatch; answered: readonly string[]; onAnswered: (keys: string[]) => void; onPage: (page: string) => void; onPatient: (patient: PatientBrief) => void }

/** Pages that speak of somebody else than the chart: told loudly, and each answered by a person. */
export function Contradictions({ list, batch, answered, onAnswered, onPage, onPatient }: Props) {
  if (!list.length) return null
  return (
    <section className={styles.contradiction} aria-label={t('Pages that speak of somebody else')} role="alert">
      {list.map((one) => {
        const number = batch.pages.find((page) => page.id === one.page)?.number ?? 0
        return (
          <Reason key={one.key} tone="bad" title={t('Page {n} speaks of somebody else', { n: number })}>
            <p>{t('Its {what} is “{says}”, which is not in this chart.', { what: t(what[one.what]), says: one.what === 'birth_date' ? day(one.says) : one.says })}</p>
            {one.other && <p>{t('It belongs to {name}, MRN {number}.', { name: one.other.name, number: one.other.mrn ?? '' })}</p>}
            <div className="row">
              <Button size="compact-xs" onClick={() => onPage(one.page)}>{t('Show page {n}', { n: number })}</Button>
              {one.other && <Button size="compact-xs" onClick={() => onPatient(one.other as PatientBrief)}>{t('It is theirs')}</Button>}
            </div>
            <Checkbox mt={6} label={t('I have looked: the chart is right')} checked={answered.includes(one.key)} onChange={(event) => onAnswered(event.currentTarget.checked ? [...answered, one.key] : answered.filter((key) => key !== one.key))} />
          </Reason>
        )
      })}
    </section>
  )
}
