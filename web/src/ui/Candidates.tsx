// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import type { Candidate, PatientBrief } from '@/api/types'
import { t } from '@/i18n'
import { day, sex } from './format'
import { Icon } from './icons'
import { Said } from './Said'
import { Tag } from './Tag'
import styles from './Candidates.module.css'

interface Props { candidates: readonly Candidate[]; chosen?: string; onChoose: (patient: PatientBrief) => void; verb?: string }

/** The server gives tenths of the summed match weights. */
export const weightOf = (score: number) => `${score < 0 ? '−' : '+'}${(Math.abs(score) / 10).toFixed(1)}`

/** Ranked patients with what agrees and what does not, in words and signs: a person decides, not the score. */
export function Candidates({ candidates, chosen, onChoose, verb = t('Choose') }: Props) {
  return (
    <ol className={styles.list} aria-label={t('Candidates')}>
      {candidates.map((candidate, index) => (
        <li key={candidate.patient.id} className={styles.candidate} data-chosen={candidate.patient.id === chosen || undefined}>
          <div className={styles.head}>
            <span className={styles.rank} aria-hidden="true">{index + 1}</span>
            <div className={styles.who}>
              <strong className="cut">{candidate.patient.name}</strong>
              <span className="soft small num">{[day(candidate.patient.birth_date), sex(candidate.patient.sex)].filter(Boolean).join(' · ')} · {t('MRN')} <span className="mono">{candidate.patient.mrn}</span></span>
            </div>
            <Tag title={t('Sum of the match weights: the higher, the more speaks for this patient')}>{t('weight {n}', { n: weightOf(candidate.score) })}</Tag>
            <Button size="compact-sm" variant={candidate.patient.id === chosen ? 'filled' : 'default'} aria-label={t('{act} {name}, MRN {number}', { act: verb, name: candidate.patient.name, number: candidate.patient.mrn ?? '' })} onClick={() => onChoose(candidate.patient)}>
              {candidate.patient.id === chosen ? t('Chosen') : verb}
            </Button>
          </div>
          <ul className={styles.reasons}>
            {candidate.reasons.map((reason) => (
              <li key={reason.field + reason.text} className={styles.reason} data-agrees={reason.agrees}>
                <Icon name={reason.agrees ? 'check' : 'close'} size={12} />
                <span className="read-only-by-ear">{reason.agrees ? t('agrees:') : t('differs:')} </span>
                <Said>{reason.text}</Said>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  )
}
