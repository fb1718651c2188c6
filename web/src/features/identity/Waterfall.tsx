// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react'
import { t } from '@/i18n'
import { percent } from '@/ui/format'
import { Said } from '@/ui/Said'
import styles from './Waterfall.module.css'
import { odds, weight } from './verdict'

export interface Part { field: string; title: string; level: string; text: string; bits: number; usual_bits: number; beside: boolean }
interface Props { prior: number; parts: readonly Part[]; bits: number; probability: number; records?: number }

interface Step { key: string; words: ReactNode; bits: number; from: number; to: number; total?: boolean }

/** Why it weighs what it weighs: from the chance of any two records, field by field, to the sum. The engine's own numbers. */
export function Waterfall({ prior, parts, bits, probability, records }: Props) {
  const steps = stepsOf(prior, parts, bits)
  const [low, high] = [Math.min(0, ...steps.map((step) => Math.min(step.from, step.to))), Math.max(0, ...steps.map((step) => Math.max(step.from, step.to)))]
  const place = (value: number) => ((value - low) / (high - low || 1)) * 100
  return (
    <div className={styles.waterfall}>
      <table className={styles.table} aria-label={t('How the weight comes about')}>
        <thead><tr><th scope="col">{t('Evidence')}</th><th scope="col" className={styles.number}>{t('Weight')}</th><th scope="col" className={styles.chart}><span className="read-only-by-ear">{t('Sum so far')}</span></th></tr></thead>
        <tbody>
          {steps.map((step) => (
            <tr key={step.key} data-total={step.total || undefined} data-sign={step.bits < 0 ? 'against' : 'for'}>
              <th scope="row">{step.words}</th>
              <td className={styles.number}>{weight(step.bits)}</td>
              <td className={styles.chart}>
                <span className="read-only-by-ear">{weight(step.to)}</span>
                <span className={styles.zero} style={{ insetInlineStart: `${place(0)}%` }} aria-hidden="true" />
                <span className={styles.bar} style={{ insetInlineStart: `${place(Math.min(step.from, step.to))}%`, inlineSize: `max(2px, ${Math.abs(place(step.to) - place(step.from))}%)` }} aria-hidden="true" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="soft small">
        {t('The sum stands for odds of {odds}, a probability of {percent}. One more point of weight doubles the odds.', { odds: odds(bits), percent: percent(probability) })}
        {records !== undefined && ` ${t('Compared with {n, plural, one {# record} other {# records}}.', { n: records })}`}
      </p>
    </div>
  )
}

function stepsOf(prior: number, parts: readonly Part[], bits: number): Step[] {
  const steps: Step[] = [{ key: 'prior', words: t('Any two records of this index, before comparing: odds of {odds}', { odds: odds(prior) }), bits: prior, from: 0, to: prior }]
  let sum = prior
  for (const part of parts.filter((one) => one.level !== 'missing' && one.bits !== 0)) {
    steps.push({ key: part.field, words: <><strong><Said>{part.title}</Said></strong> <Said>{part.text}</Said>{aside(part)}</>, bits: part.bits, from: sum, to: sum + part.bits })
    sum += part.bits
  }
  return [...steps, { key: 'sum', words: <strong>{t('Sum')}</strong>, bits, from: 0, to: bits, total: true }]
}

/** Why a field weighs more or less here than it usually does. */
function aside({ bits, usual_bits, beside, level }: Part): ReactNode {
  if (level === 'differs') return null
  if (beside) return <span className="soft">; {t('comes along with another agreement, so it counts less (alone {weight})', { weight: weight(usual_bits) })}</span>
  if (bits > usual_bits + 0.05) return <span className="soft">; {t('a rare value, so it counts more (usually {weight})', { weight: weight(usual_bits) })}</span>
  if (bits < usual_bits - 0.05) return <span className="soft">; {t('a common value, so it counts less (usually {weight})', { weight: weight(usual_bits) })}</span>
  return null
}
