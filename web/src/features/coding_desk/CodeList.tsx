// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { CodedLine, CodingCase } from '@/api/types'
import { t } from '@/i18n'
import { Tag } from '@/ui/Tag'
import styles from './Coding.module.css'
import { EvidenceSpans } from './EvidenceSpans'
import { ServiceList } from './ServiceList'
import type { Codes } from './useCodes'
import { dotted, keysOf, poas, severityWords } from './words'

interface Props { one: CodingCase; codes: Codes; chosen?: string; onChoose: (key: string) => void; writes: boolean }

/** The codes in their order, each with its POA, what it weighs and the words it rests on. */
export function CodeList({ one, codes, chosen, onChoose, writes }: Props) {
  const keys = { diagnoses: keysOf(one.diagnoses, 'diagnoses'), procedures: keysOf(one.procedures, 'procedures') }
  const keyOf = (index: number, isProcedure: boolean) => keys[isProcedure ? 'procedures' : 'diagnoses'][index]!
  const list = (lines: readonly CodedLine[], isProcedure: boolean) => lines.map((line, index) => (
    <li key={keyOf(index, isProcedure)} className={styles.code} data-standing={keyOf(index, isProcedure) === chosen || undefined} aria-current={keyOf(index, isProcedure) === chosen || undefined}>
      <div className={styles.codeLine}>
        <button type="button" className={styles.codeName} onClick={() => onChoose(keyOf(index, isProcedure))}>
          <span className="mono">{dotted(line.code, isProcedure)}</span> {line.title || t('not in the books of that day')}
        </button>
        {!isProcedure && index === 0 && <Tag tone="info">{t('Principal')}</Tag>}
        {line.severity && severityWords[line.severity] && <Tag tone={line.carries ? 'warn' : 'info'} title={line.carries ? t('It carries the severity of the DRG') : undefined}>{severityWords[line.severity]}</Tag>}
        {line.verified && <Tag tone="good" title={t('Opened in the tabular list by {name}', { name: line.verified.by.name })}>{t('looked up')}</Tag>}
        {line.origin === 'suggested' && <Tag tone="info" title={line.index_path}>{t('suggested')}</Tag>}
        {!isProcedure && one.inpatient && (
          <NativeSelect aria-label={t('Present on admission, {code}', { code: line.code })} size="xs" value={line.poa} disabled={!writes} onChange={(event) => codes.change(keyOf(index, isProcedure), { poa: event.currentTarget.value })}
            data={[{ value: '', label: t('POA?') }, ...poas.map(({ code, words }) => ({ value: code, label: `${code} · ${words}` }))]} />
        )}
        {isProcedure && <TextInput aria-label={t('Done on, {code}', { code: line.code })} size="xs" type="date" defaultValue={line.done_on ?? ''} disabled={!writes} onBlur={(event) => event.currentTarget.value !== (line.done_on ?? '') && codes.change(keyOf(index, isProcedure), { done_on: event.currentTarget.value })} />}
        {writes && <Button size="compact-xs" variant="subtle" aria-label={t('Take {code} away', { code: line.code })} onClick={() => codes.remove(keyOf(index, isProcedure))}>✕</Button>}
      </div>
      <EvidenceSpans encounter={one.encounter} spans={line.evidence} />
    </li>
  ))
  return (
    <div className="stack">
      <h3>{t('Diagnoses')}</h3>
      {one.diagnoses.length === 0 ? <p className="soft">{t('No diagnosis yet. Press c to find one, or take a suggestion.')}</p> : <ol className={styles.codes}>{list(one.diagnoses, false)}</ol>}
      <h3>{t('Procedures')}</h3>
      {one.procedures.length === 0 ? <p className="soft">{t('No procedure.')}</p> : <ol className={styles.codes}>{list(one.procedures, true)}</ol>}
      {(one.codes_services || one.services.length > 0) && <><h3>{t('Services')}</h3><ServiceList one={one} codes={codes} chosen={chosen} onChoose={onChoose} writes={writes} /></>}
    </div>
  )
}
