// SPDX-License-Identifier: Apache-2.0
import { t } from '@/i18n'
import { Tag } from '@/ui/Tag'
import styles from './Coding.module.css'
import { choiceWords, questionWords, whyWords, type LogicStep } from './logic_words'

/** Every step with its reason; one that was answered can be opened again. */
export function QuestionTrail({ steps, onReopen }: { steps: LogicStep[]; onReopen: (answer: number) => void }) {
  if (steps.length === 0) return null
  return (
    <ol className={styles.trail} aria-label={t('The way so far')}>
      {steps.map((one, index) => (
        <li key={index}>
          <span className="small soft">{questionWords(one)}</span>{' '}
          {one.answer === undefined
            ? <span>{choiceWords(one, one.asks)} <i className="small">({whyWords[one.why] ?? one.why})</i></span>
            : <button type="button" title={t('Answer this again')} onClick={() => onReopen(one.answer!)}>{choiceWords(one, one.asks)}</button>}
          {one.code && <span className="mono"> {one.code}</span>}
          {one.unspecified && <> <Tag tone="warn">{t('The record does not say')}</Tag></>}
        </li>
      ))}
    </ol>
  )
}
