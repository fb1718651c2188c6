// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef } from 'react'
import type { MyList } from '@/api/types'
import { t } from '@/i18n'
import { brief, due } from '@/ui/format'
import { Said } from '@/ui/Said'
import { Tag } from '@/ui/Tag'
import { keyOf, type Readied } from './mine'
import styles from './My.module.css'

interface Props { list: MyList; current?: string; marked: ReadonlyMap<string, Readied>; onChoose: (id: string) => void }

/** The lines, oldest first; what was read and marked says so. */
export function OwedLines({ list, current, marked, onChoose }: Props) {
  const here = useRef<HTMLButtonElement>(null)
  // Without an answer of its own: browsers say by a promise that it has scrolled, and that is nothing to undo.
  useEffect(() => void here.current?.scrollIntoView({ block: 'nearest' }), [current])
  const name = (patient?: string) => list.patients.find((one) => one.id === patient)?.name
  return (
    <div className="stack">
      <ol className={styles.list} aria-label={t('What I owe')}>
        {list.items.map((line) => {
          const id = keyOf(line)
          const isLate = !!line.due_at && new Date(line.due_at) < new Date()
          return (
            <li key={id}>
              <button type="button" ref={id === current ? here : undefined} className={styles.line} aria-current={id === current} onClick={() => onChoose(id)}>
                <span className={styles.what}>
                  <strong><Said>{line.sentence}</Said></strong>
                  {marked.has(id) && <Tag tone="good" icon="check">{t('Read')}</Tag>}
                  {line.due_at && <Tag tone={isLate ? 'bad' : 'plain'} icon={isLate ? 'warning' : 'clock'}>{due(line.due_at)}</Tag>}
                </span>
                <span className="soft small">{[name(line.patient), t('since {when}', { when: brief(line.since) })].filter(Boolean).join(' · ')}</span>
              </button>
            </li>
          )
        })}
      </ol>
      {list.with_transcription > 0 && <p className="soft small">{t('{n, plural, one {# document is} other {# documents are}} being written anew; nothing is asked of you meanwhile.', { n: list.with_transcription })}</p>}
    </div>
  )
}
