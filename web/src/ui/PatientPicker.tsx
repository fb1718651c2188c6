// SPDX-License-Identifier: Apache-2.0
import { TextInput } from '@mantine/core'
import type { PatientHit } from '@/api/types'
import { t } from '@/i18n'
import { day, sex } from './format'
import { useListbox } from './listbox'
import { Tag } from './Tag'
import styles from './PatientPicker.module.css'

interface Props {
  label: string
  text: string
  onText: (text: string) => void
  hits: readonly PatientHit[]
  busy?: boolean
  /** The hits do not answer the text yet. */
  late?: boolean
  onPick: (patient: PatientHit) => void
  autoFocus?: boolean
  placeholder?: string
}

/** One box for every way a patient is named: `smi,joh`, a birth date in any order, an MRN old or new, a former name, a scanned barcode. */
export function PatientPicker({ label, text, onText, hits, busy, late, onPick, autoFocus, placeholder }: Props) {
  const list = useListbox(hits.length, (index) => hits[index] && onPick(hits[index]), () => !!late)
  const asked = text.trim().length > 1
  return (
    <div className={styles.picker}>
      <TextInput
        {...list.input}
        label={label}
        value={text}
        onChange={(event) => (onText(event.currentTarget.value), list.setActive(0))}
        placeholder={placeholder ?? 'smi,joh · 02/04/1961 · MRN'}
        data-autofocus={autoFocus || undefined}
        size="sm"
      />
      <div id={list.listId} role="listbox" aria-label={t('Patients found')} className={styles.list}>
        {hits.map((hit, index) => (
          <div
            key={hit.id}
            id={list.optionId(index)}
            role="option"
            aria-selected={index === list.active}
            className={styles.option}
            onMouseMove={() => list.setActive(index)}
            onClick={() => onPick(hit)}
          >
            <HitLine hit={hit} />
          </div>
        ))}
      </div>
      <p className={styles.status} role="status">
        {!asked ? t('Type at least two characters.') : hits.length ? t('{n} found', { n: hits.length }) : busy ? t('Searching…') : t('No patient fits. Try a former name or an older number.')}
      </p>
    </div>
  )
}

/** A hit with what made it one. */
export function HitLine({ hit }: { hit: PatientHit }) {
  return (
    <span className={styles.hit}>
      <span className={styles.name}>
        <strong className="cut">{hit.name}</strong>
        {hit.former_names.length > 0 && <span className="soft cut">{t('formerly {names}', { names: hit.former_names.join(', ') })}</span>}
        {hit.merged_into && <Tag tone="warn" icon="warning">{t('Merged')}</Tag>}
        {hit.restricted && <Tag tone="warn" icon="lock">{t('Restricted')}</Tag>}
        {hit.deceased && <Tag tone="info">{t('Deceased')}</Tag>}
      </span>
      <span className="num">{day(hit.birth_date)}</span>
      <span>{sex(hit.sex)}</span>
      <span className="mono">{hit.mrn}</span>
      <span className="soft cut">{hit.why}</span>
    </span>
  )
}
