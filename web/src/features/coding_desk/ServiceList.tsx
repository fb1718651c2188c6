// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import type { CodedLine, CodingCase } from '@/api/types'
import { t } from '@/i18n'
import styles from './Coding.module.css'
import { EvidenceSpans } from './EvidenceSpans'
import type { Codes } from './useCodes'
import { keysOf } from './words'

export type ServiceField = 'modifiers' | 'units' | 'day'
const idOf = (key: string, field: ServiceField | 'line') => `coded-${key}-${field}`
/** Whether the field is on the screen. */
export function focusServiceField(key: string, field: ServiceField): boolean {
  const found = document.getElementById(idOf(key, field))
  found?.focus()
  if (found instanceof HTMLInputElement && found.type === 'text') found.select()
  return !!found
}

interface Props { one: CodingCase; codes: Codes; chosen?: string; onChoose: (key: string) => void; writes: boolean }

/** What was done for an outpatient, each with its modifiers, units and day. */
export function ServiceList({ one, codes, chosen, onChoose, writes }: Props) {
  const keys = keysOf(one.services, 'services')
  if (one.services.length === 0) return <p className="soft">{t('No service yet. Press c to find one.')}</p>
  return (
    <>
      <ol className={styles.codes} aria-label={t('Services')}>
        {one.services.map((line, index) => {
          const key = keys[index]!
          return (
            <li key={key} className={styles.code} data-standing={key === chosen || undefined} aria-current={key === chosen || undefined}>
              <div className={styles.codeLine}>
                <button type="button" id={idOf(key, 'line')} className={styles.serviceName} onClick={() => onChoose(key)}>
                  <span className="mono">{line.code}</span> {line.title || t('not in the books of that day')}
                </button>
                <Fields one={one} line={line} code={key} codes={codes} writes={writes} />
                {writes && <Button size="compact-xs" variant="subtle" aria-label={t('Take {code} away', { code: line.code })} onClick={() => codes.remove(key)}>✕</Button>}
              </div>
              <EvidenceSpans encounter={one.encounter} spans={line.evidence} />
            </li>
          )
        })}
      </ol>
      {writes && <p className="soft small">{t('Of the chosen service: m its modifiers, q its units, i its day.')}</p>}
    </>
  )
}

function Fields({ one, line, code: key, codes, writes }: { one: CodingCase; line: CodedLine; code: string; codes: Codes; writes: boolean }) {
  const { code } = line
  const shared = { line: key, refused: codes.refusedAt, disabled: !writes }
  const modifiers = (text: string) => codes.change(key, { modifiers: text.toUpperCase().split(/[\s,]+/).filter(Boolean) })
  return (
    <>
      <Field {...shared} field="modifiers" label={t('Modifiers, {code}', { code })} placeholder={t('Modifiers')} w={92} value={(line.modifiers ?? []).join(' ')} onKeep={modifiers} />
      <Field {...shared} field="units" label={t('Units, {code}', { code })} inputMode="numeric" w={56} value={String(line.units ?? 1)} onKeep={(text) => codes.change(key, { units: Number(text) })} />
      <Field {...shared} field="day" label={t('Day of service, {code}', { code })} type="date" min={one.began_on} max={one.discharged_on} value={line.done_on ?? ''} onKeep={(done_on) => codes.change(key, { done_on })} />
    </>
  )
}

interface FieldProps { line: string; field: ServiceField; label: string; value: string; refused: number; disabled: boolean; onKeep: (text: string) => void; placeholder?: string; type?: string; inputMode?: 'numeric'; w?: number; min?: string; max?: string }

/** Kept when one leaves it or by Enter; Escape, and what was refused, goes back to what stands. */
function Field({ line, field, label, value, refused, onKeep, ...rest }: FieldProps) {
  const leave = () => document.getElementById(idOf(line, 'line'))?.focus()
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') event.currentTarget.value = value
    leave()
  }
  return <TextInput key={`${value}/${refused}`} {...rest} id={idOf(line, field)} aria-label={label} size="xs" defaultValue={value} autoComplete="off" onKeyDown={onKeyDown} onBlur={({ currentTarget }) => currentTarget.value.trim() !== value && onKeep(currentTarget.value.trim())} />
}
