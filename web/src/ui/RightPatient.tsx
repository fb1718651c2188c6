// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useLayoutEffect, useRef, useState } from 'react'
import type { PatientBrief, PatientHit } from '@/api/types'
import { t } from '@/i18n'
import { age, day, sex } from './format'
import { Icon } from './icons'
import { PatientFinder } from './PatientFinder'
import { Tag } from './Tag'
import styles from './RightPatient.module.css'

interface Props { from?: PatientBrief; chosen: PatientHit | null; onChoose: (patient: PatientHit | null) => void; label: string; /** The box does not take the focus. */ quiet?: boolean }

/** From whom to whom, the two beside each other with everything that tells people apart, so that nobody takes the wrong one. */
export function RightPatient({ from, chosen, onChoose, label, quiet }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const [again, setAgain] = useState(false)
  // What had the focus went with the choice: it goes to the box, or to the way back to it.
  useLayoutEffect(() => {
    if (!chosen && (again || !quiet)) box.current?.querySelector<HTMLElement>('input')?.focus()
    else if (chosen && document.activeElement === document.body) box.current?.querySelector<HTMLElement>('button')?.focus()
  }, [chosen]) // eslint-disable-line
  return (
    <div ref={box} className={styles.both}>
      {from && <Person title={t('Stands with')} person={from} />}
      {chosen ? (
        <Person title={t('Goes to')} person={chosen} other={from}>
          {chosen.merged_into && <Tag tone="warn" icon="warning">{t('Merged')}</Tag>}
          {chosen.deceased && <Tag tone="info" icon="info">{t('Deceased')}</Tag>}
          <Button size="compact-xs" variant="subtle" leftSection={<Icon name="replay" size={12} />} onClick={() => (setAgain(true), onChoose(null))}>{t('Another patient')}</Button>
        </Person>
      ) : (
        <div className={styles.finder}><PatientFinder label={label} onPick={onChoose} autoFocus={!quiet} /></div>
      )}
    </div>
  )
}

function Person({ title, person, other, children }: { title: string; person: PatientBrief; other?: PatientBrief; children?: React.ReactNode }) {
  const differs = (what: 'birth_date' | 'sex') => !!other && !!other[what] && !!person[what] && other[what] !== person[what]
  const value = (text: string, marked: boolean) => (marked ? <strong className={styles.differs}><span className="read-only-by-ear">{t('differs:')} </span>{text}</strong> : text)
  return (
    <section className={styles.person} aria-label={title} data-goes={!!other || undefined}>
      <h3 className="soft small">{title}</h3>
      <p className={styles.name}>{person.name}</p>
      <dl className={styles.facts}>
        <div><dt>{t('Born')}</dt><dd className="num">{value(`${day(person.birth_date)}${age(person.birth_date) ? ` (${age(person.birth_date)})` : ''}`, differs('birth_date'))}</dd></div>
        <div><dt>{t('Sex')}</dt><dd>{value(sex(person.sex), differs('sex'))}</dd></div>
        <div><dt>{t('MRN')}</dt><dd className="mono">{person.mrn}</dd></div>
      </dl>
      {children && <div className="row">{children}</div>}
    </section>
  )
}
