// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import type { MergePreview as Preview } from '@/api/types'
import { t } from '@/i18n'
import { count, words } from '@/ui/format'
import { Icon } from '@/ui/icons'
import { Said } from '@/ui/Said'
import table from '@/ui/table.module.css'
import styles from './IdentityPanel.module.css'

const kinds: Record<string, string> = {
  Patient: t('Patients'), Encounter: t('Encounters'), DocumentReference: t('Documents'), DiagnosticReport: t('Reports'), ServiceRequest: t('Orders'), Appointment: t('Appointments'), 'Open work': t('Open work'),
}
/** What the record holds as the chart calls it; other kinds in words and in the plural: `CarePlan` → `Care plans`. */
const named = (what: string) => {
  if (kinds[what]) return kinds[what]
  const spaced = words(what.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase())
  return /s$| work$/.test(spaced) ? spaced : `${spaced}s`
}

export type FieldSide = 'survivor' | 'absorbed'
export type FieldChoices = Readonly<Record<string, FieldSide>>
interface Props { preview: Preview; choices: FieldChoices; onChoose: (field: string, side: FieldSide) => void }

/** Everything that a merge brings under one number, counted, and what is shown of the person from then on: a person may choose, field by field. */
export function MergePreview({ preview: { survivor, absorbed, counts, fields }, choices, onChoose }: Props) {
  return (
    <>
      <p className="small">
        {t('The chart of {survivor} shows both from then on. Number {absorbed} stays findable and says “merged → {survivor}”. No page is rewritten, and the merge can be taken back whole.', {
          survivor: survivor.mrn ?? survivor.id,
          absorbed: absorbed.mrn ?? absorbed.id,
        })}
      </p>
      <div className={styles.tables}>
        <section>
          <h3>{t('What comes together')}</h3>
          <table className={`${table.table} ${styles.counts}`} aria-label={t('What comes together')}>
            <thead><tr><th scope="col">{t('Of')}</th><th scope="col">{t('Has')}</th><th scope="col">{t('Joins')}</th><th scope="col">{t('In all')}</th></tr></thead>
            <tbody>
              {counts.map((one) => (
                <tr key={one.what}><th scope="row">{named(one.what)}</th><td>{count(one.survivor)}</td><td>{count(one.absorbed)}</td><td>{count(one.survivor + one.absorbed)}</td></tr>
              ))}
            </tbody>
          </table>
        </section>
        <section>
          <h3>{t('What the surviving record shows')}</h3>
          <table className={table.table} aria-label={t('What the surviving record shows')}>
            <thead><tr><th scope="col">{t('Field')}</th><th scope="col">{t('Shows')}</th><th scope="col">{t('Stays with the other number')}</th></tr></thead>
            <tbody>
              {fields.map((field) => {
                const takes = choices[field.field] ?? field.takes
                const other = takes === 'survivor' ? 'absorbed' : 'survivor'
                return (
                  <tr key={field.field}>
                    <th scope="row"><Said>{field.title}</Said></th>
                    <td>{field[takes]}</td>
                    <td>
                      {!field.differs ? (
                        <span className="soft">{t('the same')}</span>
                      ) : field[other] ? (
                        <span className={styles.other}>
                          <span className={styles.differs}><Icon name="warning" size={12} /> {field[other]}</span>
                          <Button size="compact-sm" aria-label={t('Show {value} instead', { value: field[other] })} onClick={() => onChoose(field.field, other)}>{t('Show this')}</Button>
                        </span>
                      ) : (
                        <span className="soft">{t('nothing')}</span>
                      )}
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </section>
      </div>
    </>
  )
}
