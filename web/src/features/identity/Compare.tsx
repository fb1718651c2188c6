// SPDX-License-Identifier: Apache-2.0
import type { IdentityPair, IndexPerson, PairField } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { age, day, sex } from '@/ui/format'
import { Icon } from '@/ui/icons'
import { KeyHint } from '@/ui/KeyHint'
import { AppLink } from '@/ui/navigate'
import { Said } from '@/ui/Said'
import { Tag } from '@/ui/Tag'
import styles from './Compare.module.css'
import { differing, signOf } from './verdict'

/** Two records beside each other: the older on the left, field by field; what differs is told by colour, sign and words. */
export function Compare({ pair }: { pair: IdentityPair }) {
  const { left, right, fields } = pair
  return (
    <table className={styles.table} role="table" aria-label={t('The two records beside each other')}>
      <thead role="rowgroup">
        <tr role="row">
          <td role="cell" className={styles.corner} />
          <RecordHead person={left} place={t('Older record')} keys="1" other={right} />
          <RecordHead person={right} place={t('Newer record')} keys="2" other={left} />
          <th role="columnheader" scope="col" className={styles.tellsHead}>{t('What it tells')}</th>
        </tr>
      </thead>
      <tbody role="rowgroup">{fields.filter((field) => field.left || field.right).map((field) => <Field key={field.field} field={field} />)}</tbody>
    </table>
  )
}

function RecordHead({ person, place, keys, other }: { person: IndexPerson; place: string; keys: string; other: IndexPerson }) {
  const born = `${day(person.birth_date)}${age(person.birth_date) ? ` (${age(person.birth_date)})` : ''}`
  return (
    <th role="columnheader" scope="col" className={styles.person}>
      <span className={styles.place}>{t('{place}, registered {when}', { place, when: day(person.registered_at) })}</span>
      <AppLink to={paths.chart(person.id)} className={styles.name}>{person.name}</AppLink> <KeyHint keys={keys} />
      <span className={styles.line}>{[born, sex(person.sex)].filter(Boolean).join(' · ')}</span>
      <span className={styles.line}>{t('MRN')} <span className="mono">{person.mrn ?? t('none')}</span>{person.assigner && person.assigner !== other.assigner && <span className={`${styles.assigner} soft`}> {t('of {assigner}', { assigner: person.assigner })}</span>}</span>
      {(person.deceased || person.restricted || person.merged_into) && (
        <span className={styles.tags}>
          {person.deceased && <Tag tone="info" icon="info">{t('Deceased')}</Tag>}
          {person.restricted && <Tag tone="warn" icon="lock">{t('Restricted')}</Tag>}
          {person.merged_into && <Tag tone="warn" icon="warning">{t('Merged')}</Tag>}
        </span>
      )}
    </th>
  )
}

function Field({ field }: { field: PairField }) {
  const sign = signOf(field.level)
  return (
    <tr role="row" className={styles.row} data-tone={sign.tone}>
      <th role="rowheader" scope="row" className={styles.field}><Said>{field.title}</Said></th>
      <Value value={field.left} other={field.right} side={t('Older')} marked={sign.tone !== 'good'} />
      <Value value={field.right} other={field.left} side={t('Newer')} marked={sign.tone !== 'good'} />
      <td role="cell" className={styles.tells}>
        <span className={styles.sign}><Icon name={sign.icon} size={13} /></span>
        <span><strong>{sign.word}</strong>{sign.word.toLowerCase() !== said(field.text).toLowerCase() && field.level !== 'missing' && <>: <Said>{field.text}</Said></>}</span>
      </td>
    </tr>
  )
}

/** A value, with the stretch in which it is not the other's underlined. */
function Value({ value, other, side, marked }: { value: string; other: string; side: string; marked: boolean }) {
  const [front, own, behind] = marked ? differing(value, other) : [value, '', '']
  return (
    <td role="cell" className={styles.value}>
      <span className={styles.side} aria-hidden="true">{side}</span>
      {value ? <span>{front}{own && <mark className={styles.mark}>{own}</mark>}{behind}</span> : <span className="soft">{t('not given')}</span>}
    </td>
  )
}
