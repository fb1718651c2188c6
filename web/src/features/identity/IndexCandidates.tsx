// SPDX-License-Identifier: Apache-2.0
import type { IndexCandidate, MatchContribution } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { day, percent, sex } from '@/ui/format'
import { Icon } from '@/ui/icons'
import { AppLink } from '@/ui/navigate'
import { Said } from '@/ui/Said'
import { Tag } from '@/ui/Tag'
import styles from './IndexCandidates.module.css'
import { signOf, weight } from './verdict'

/** Records that may be one person, the likeliest first, each with what speaks for and against it. */
export function IndexCandidates({ candidates }: { candidates: readonly IndexCandidate[] }) {
  if (!candidates.length) return null
  return (
    <ol className={styles.list} aria-label={t('Candidates')}>
      {candidates.map(({ patient, probability, bits, guards, contributions }) => (
        <li key={patient.id} className={styles.candidate}>
          <div className={styles.head}>
            <AppLink to={paths.chart(patient.id)} className={styles.name}>{patient.name}</AppLink>
            <Tag tone={probability > 0.9 ? 'bad' : 'warn'} icon="warning" title={t('weight {n}', { n: weight(bits) })}>{t('{percent} the same', { percent: percent(probability) })}</Tag>
          </div>
          <p className="small num">
            {[day(patient.birth_date), sex(patient.sex)].filter(Boolean).join(' · ')} · {t('MRN')} <span className="mono">{patient.mrn ?? t('none')}</span> {patient.merged_into && <Tag tone="warn" icon="warning">{t('Merged')}</Tag>} {patient.deceased && <Tag tone="info" icon="info">{t('Deceased')}</Tag>}
          </p>
          <ul className={styles.reasons}>{contributions.map((part) => <Part key={part.field} part={part} />)}</ul>
          {guards.map((guard) => <p key={guard.code} className={styles.guard}><Icon name="warning" size={12} /> <Said>{guard.sentence}</Said></p>)}
        </li>
      ))}
    </ol>
  )
}

function Part({ part }: { part: MatchContribution }) {
  const sign = signOf(part.level)
  return (
    <li className={styles.reason} data-tone={sign.tone}>
      <Icon name={sign.icon} size={12} /> <Said>{part.title}</Said> <Said>{part.text}</Said>
    </li>
  )
}
