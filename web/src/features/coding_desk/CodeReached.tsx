// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react'
import type { CodeQuestions } from '@/api/types'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { Reason } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { Tag } from '@/ui/Tag'
import { CodeActs } from './CodeActs'
import styles from './Coding.module.css'
import { companionWords, type LogicStep } from './logic_words'
import { noteWords } from './words'

type Result = NonNullable<CodeQuestions['result']>

/** The code at the end of the way, with what goes along with it. */
export function CodeReached({ result, steps, onStart }: { result: Result; steps: LogicStep[]; onStart: (start: string) => void }) {
  const indexPath = steps.findLast((one) => one.asks === 'sub-term' && one.group === 'own')?.about
  return (
    <section aria-label={t('The code')} className="stack">
      <header className={styles.opened}>
        <div role="status"><h2><span className="mono">{result.code}</span> {result.title}</h2></div>
        <Tag tone="good">{t('A whole code')}</Tag>
        {steps.some((one) => one.unspecified) && <Tag tone="warn">{t('The record does not say all: the physician could be asked')}</Tag>}
        {result.poa_exempt && <Tag tone="info">{t('Exempt from present on admission')}</Tag>}
        <CodeActs code={result.code} system={result.system} whole indexPath={indexPath} />
      </header>
      {!result.notes_known && result.system === 'icd10cm' && <Reason tone="warn">{t('The tabular list that is loaded does not have this code: its notes were not asked.')}</Reason>}
      <Companions companions={result.companions} onStart={onStart} />
      {result.guidelines.length > 0 && <p className="small">{t('Official Guidelines')}: {result.guidelines.map((one) => `${one.section} ${one.title}`).join('; ')}</p>}
      <Told notes={result.notes} />
    </section>
  )
}

/** Each is a way of its own; `[` leads back to this code. */
function Companions({ companions, onStart }: { companions: Result['companions']; onStart: (start: string) => void }) {
  const [at, setAt] = useState(0)
  useHotkeys(t('Questions'), companions.length === 0 ? [] : [
    { keys: 'j', label: t('Next line'), run: () => setAt(Math.min(companions.length - 1, at + 1)) },
    { keys: 'k', label: t('Line before'), run: () => setAt(Math.max(0, at - 1)) },
    { keys: 'o', label: t('The questions of the line'), run: () => companions[at]?.start && onStart(companions[at].start) },
  ])
  if (companions.length === 0) return null
  return (
    <section aria-label={t('What goes along')}>
      <h3>{t('What goes along')}</h3>
      <ul className={styles.entries} aria-label={t('What goes along')}>
        {companions.map((one, index) => (
          <li key={`${one.kind} ${one.words}`} data-lit={index === at || undefined} aria-current={index === at || undefined}>
            <b>{companionWords[one.kind] ?? noteWords[one.kind] ?? one.kind}</b>: {one.words}{' '}
            <Act size="compact-xs" variant="subtle" hint={index === at ? 'o' : undefined} allowed={!!one.start} why={t('The note names no code.')} onClick={() => one.start && onStart(one.start)}>{t('Its questions')}</Act>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Told({ notes }: { notes: Result['notes'] }) {
  if (notes.length === 0) return null
  return (
    <section className={styles.notes} aria-label={t('Notes that hold for it')}>
      <dl>
        {notes.map((one, index) => <div key={index} data-kind={one.kind}><dt>{noteWords[one.kind] ?? one.kind} {one.at && <span className="mono small">{one.at}</span>}</dt><dd>{one.text}</dd></div>)}
      </dl>
    </section>
  )
}
