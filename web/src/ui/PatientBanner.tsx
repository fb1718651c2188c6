// SPDX-License-Identifier: Apache-2.0
import type { Patient, PatientBrief } from '@/api/types'
import { age, ago, day, sex } from './format'
import { paths } from '@/paths'
import { Icon } from './icons'
import { AppLink } from './navigate'
import { Tag } from './Tag'
import styles from './PatientBanner.module.css'

// Alerts that have a sign of their own in the banner.
const told = new Set(['deceased', 'merged'])

/** Whose record this is: the two identifiers first, then what must not be overlooked. Always on top of the chart, also on paper. */
export function PatientBanner({ patient }: { patient: Patient }) {
  const stay = patient.encounter
  return (
    <section className={styles.banner} aria-label="Patient">
      <div className={styles.identity}>
        <p className={styles.name}>{patient.name}</p>
        <dl className={styles.facts}>
          <Item name="Born" value={`${day(patient.birth_date)}${age(patient.birth_date) ? ` (${age(patient.birth_date)})` : ''}`} />
          <Item name="Sex" value={sex(patient.sex)} />
          <Item name="MRN" value={<span className="mono">{patient.mrn}</span>} />
          {stay && <Item name="Now" value={`${stay.location}, ${stay.class}, since ${ago(stay.since).replace(' ago', '')}`} />}
        </dl>
      </div>
      <ul className={styles.alerts} aria-label="Alerts">
        {patient.deceased && <li><Tag tone="info" icon="info">Deceased</Tag></li>}
        {patient.merged_into && <li><AppLink to={paths.chart(patient.merged_into)}><Tag tone="warn" icon="warning">MERGED → {patient.merged_into_mrn ?? 'the record it belongs to now'}</Tag></AppLink></li>}
        {patient.restricted && <li><Tag tone="warn" icon="lock">Restricted record</Tag></li>}
        {patient.alerts.filter((alert) => !told.has(alert.code)).map((alert) => <li key={alert.code + alert.text}><Tag tone="bad" icon="stop">{alert.text}</Tag></li>)}
      </ul>
    </section>
  )
}

function Item({ name, value }: { name: string; value: React.ReactNode }) {
  if (!value) return null
  return (
    <div className={styles.item}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

/** One patient in one line: name, birth date, sex, MRN. */
export function PatientLine({ patient }: { patient: PatientBrief }) {
  return (
    <span className={styles.line}>
      <Icon name="person" size={14} />
      <strong className="cut">{patient.name}</strong>
      <span className="soft num">{[day(patient.birth_date), sex(patient.sex)].filter(Boolean).join(' · ')}</span>
      {patient.mrn && <span className="soft mono">{patient.mrn}</span>}
    </span>
  )
}
