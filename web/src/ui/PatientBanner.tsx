// SPDX-License-Identifier: Apache-2.0
import type { Patient, PatientBrief } from '@/api/types'
import { t } from '@/i18n'
import { age, day, sex, since } from './format'
import { paths } from '@/paths'
import { Icon } from './icons'
import { AppLink } from './navigate'
import { Tag } from './Tag'
import styles from './PatientBanner.module.css'
import { Said } from './Said'

// Alerts that have a sign of their own in the banner.
const told = new Set(['deceased', 'merged', 'copies-opt-out'])

/** Whose record this is: the two identifiers first, then what must not be overlooked. Always on top of the chart, also on paper. */
export function PatientBanner({ patient }: { patient: Patient }) {
  const stay = patient.encounter
  return (
    <section className={styles.banner} aria-label={t('Patient')}>
      <div className={styles.identity}>
        <p className={styles.name}>{patient.name}</p>
        <dl className={styles.facts}>
          <Item name={t('Born')} value={`${day(patient.birth_date)}${age(patient.birth_date) ? ` (${age(patient.birth_date)})` : ''}`} />
          <Item name={t('Sex')} value={sex(patient.sex)} />
          <Item name={t('MRN')} value={<span className="mono">{patient.mrn}</span>} />
          {stay && <Item name={t('Now')} value={t('{place}, {kind}, since {time}', { place: stay.location, kind: stay.class, time: since(stay.since) })} />}
        </dl>
      </div>
      <ul className={styles.alerts} aria-label={t('Alerts')}>
        {patient.deceased && <li><Tag tone="info" icon="info">{t('Deceased')}</Tag></li>}
        {patient.merged_into && <li><AppLink to={paths.chart(patient.merged_into)}><Tag tone="warn" icon="warning">{patient.merged_into_mrn ? t('Merged → {number}', { number: patient.merged_into_mrn }) : t('Merged → the record it belongs to now')}</Tag></AppLink></li>}
        {patient.restricted && <li><Tag tone="warn" icon="lock">{t('Restricted record')}</Tag></li>}
        {patient.alerts.some((alert) => alert.code === 'copies-opt-out') && <li><AppLink to={`${paths.chart(patient.id)}/particulars`}><Tag tone="warn" icon="send">{t('Not to be sent copies')}</Tag></AppLink></li>}
        {patient.alerts.filter((alert) => !told.has(alert.code)).map((alert) => <li key={alert.code + alert.text}><Tag tone="bad" icon="stop"><Said>{alert.text}</Said></Tag></li>)}
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
