// SPDX-License-Identifier: Apache-2.0
import { ActionIcon, Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useEffect, useState, type KeyboardEvent } from 'react'
import type { DataEntry, DataEntryFinding, DataEntryFormField } from '@/api/types'
import { said, t } from '@/i18n'
import { Icon } from '@/ui/icons'
import { Said } from '@/ui/Said'
import type { SourcePlace } from '@/ui/source_reader'
import styles from './DataEntry.module.css'
import { findingsOf, isGiven, isSame, nextRow, placeKey, rowsOf, saidOfPlace, type Row } from './entry'

export interface FieldProps {
  entry: DataEntry
  field: DataEntryFormField
  mayType: boolean
  /** Where one reads now: what is typed without a mark of its own stands there. */
  placeNow: () => SourcePlace
  onSave: (rows: Row[]) => void
  onFocus: (key: string, source?: SourcePlace) => void
  onAnswer: (finding: DataEntryFinding, words: string) => void
  /** The place that was marked for one of this field's lines. */
  marked?: { key: string; place: SourcePlace }
}

/** One field of the form with its lines; each is kept when one leaves it, and Enter goes on. */
export function FieldEntry({ entry, field, mayType, placeNow, onSave, onFocus, onAnswer, marked }: FieldProps) {
  const kept = rowsOf(entry, field.id)
  const [rows, setRows] = useState<Row[]>(kept)
  const [pending, setPending] = useState<Record<number, SourcePlace>>({}) // marked before anything was typed
  const stands = JSON.stringify(kept)
  useEffect(() => setRows(JSON.parse(stands) as Row[]), [stands])
  const save = (changed: Row[]) => {
    const placed = changed.filter((one) => one.text || one.code || one.absent).map((one) => (isGiven(one) && (pending[one.row] || !one.source) ? { ...one, source: pending[one.row] ?? placeNow() } : one))
    setRows(placed)
    setPending(Object.fromEntries(Object.entries(pending).filter(([row]) => !placed.some((one) => one.row === Number(row)))))
    if (!isSame(placed, kept)) onSave(placed)
  }
  useEffect(() => {
    if (!marked) return
    const row = rows.find((one) => placeKey(field.id, one.row) === marked.key)
    const value = row ?? { row: Number(marked.key.split('/').at(-1)), text: '' }
    const taken = { ...value, source: marked.place, ...(!value.text && marked.place.quote ? { text: marked.place.quote } : {}) }
    const all = row ? rows.map((one) => (one === row ? taken : one)) : [...rows, taken]
    if (isGiven(taken)) save(all)
    else setPending({ ...pending, [value.row]: marked.place })
  }, [marked]) // eslint-disable-line
  const shown = rows.length === 0 ? [{ row: 1, text: '' }] : rows
  const absent = rows.some((one) => one.absent)
  const change = (row: Row, by: Partial<Row>) => setRows(rows.some((one) => one.row === row.row) ? rows.map((one) => (one.row === row.row ? { ...one, ...by } : one)) : [...rows, { ...row, ...by }])
  const blur = (row: Row, by: Partial<Row> = {}) => save(rows.some((one) => one.row === row.row) ? rows.map((one) => (one.row === row.row ? { ...one, ...by } : one)) : [...rows, { ...row, ...by }])
  return (
    <fieldset className={styles.field} data-field={field.id}>
      <legend className={styles.legend}>{said(field.title)}{field.required && <span aria-hidden="true"> *</span>}{field.required && <span className="read-only-by-ear"> {t('required')}</span>}</legend>
      {!absent && shown.map((row) => (
        <LineEntry key={row.row} field={field} row={row} entry={entry} mayType={mayType} pending={pending[row.row]} onChange={(by) => change(row, by)} onLeave={(by) => blur(row, by)} onFocus={() => onFocus(placeKey(field.id, row.row), row.source)} onAnswer={onAnswer} />
      ))}
      {absent && <p className="small">{t('the note does not have it')}</p>}
      <div className="row">
        {field.repeats && mayType && !absent && isGiven(shown.at(-1)) && <Button size="compact-xs" variant="subtle" onClick={() => setRows([...rows, { row: nextRow(rows), text: '' }])}>{t('One more')}</Button>}
        {field.required && (
          <Checkbox size="xs" label={t('The note does not have it')} checked={absent} disabled={!mayType} onChange={(event) => save(event.currentTarget.checked ? [{ row: 1, text: '', absent: true }] : [])} />
        )}
      </div>
    </fieldset>
  )
}

interface LineProps { field: DataEntryFormField; row: Row; entry: DataEntry; mayType: boolean; pending?: SourcePlace; onChange: (by: Partial<Row>) => void; onLeave: (by?: Partial<Row>) => void; onFocus: () => void; onAnswer: FieldProps['onAnswer'] }

/** Enter goes to the next field, as on every form that is typed all day. */
export function goOn(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  const fields = [...document.querySelectorAll<HTMLElement>('[data-typed]')]
  const next = fields[fields.indexOf(event.currentTarget) + 1]
  if (next) next.focus()
  else event.currentTarget.blur()
}

function LineEntry({ field, row, entry, mayType, pending, onChange, onLeave, onFocus, onAnswer }: LineProps) {
  const findings = findingsOf(entry, field.id, row.row).filter((one) => isGiven(row) || one.fault === 'missing')
  const title = field.repeats ? t('{field}, line {n}', { field: said(field.title), n: row.row }) : said(field.title)
  const id = `entry-${field.id}-${row.row}`
  const typed = (part: 'text' | 'code' | 'since' | 'detail', label: string, extra = {}) => (
    <TextInput
      data-typed
      aria-label={part === 'text' ? title : `${title}: ${label}`}
      aria-describedby={`${id}-said`}
      placeholder={part === 'text' ? undefined : label}
      value={row[part] ?? ''}
      readOnly={!mayType}
      onFocus={onFocus}
      onChange={(event) => onChange({ [part]: event.currentTarget.value })}
      onBlur={() => onLeave()}
      onKeyDown={goOn}
      {...extra}
    />
  )
  const isCoded = ['problem', 'medication', 'allergy', 'procedure'].includes(field.kind)
  return (
    <div className={styles.line} data-line={id}>
      <div className={styles.parts}>
        {field.kind === 'choice' ? (
          <NativeSelect data-typed aria-label={title} aria-describedby={`${id}-said`} value={row.code ?? ''} disabled={!mayType} onFocus={onFocus} onKeyDown={goOn} onChange={(event) => onLeave({ code: event.currentTarget.value, text: '' })} data={[{ value: '', label: '' }, ...field.choices.map((one) => ({ value: one.code, label: said(one.title) }))]} />
        ) : field.kind === 'side' ? (
          <SideSelect title={title} described={`${id}-said`} value={row.text ?? ''} mayType={mayType} onFocus={onFocus} onChange={(text) => onLeave({ text })} />
        ) : field.kind === 'words' ? (
          <Textarea data-typed className={styles.words} aria-label={title} aria-describedby={`${id}-said`} autosize minRows={1} maxRows={6} value={row.text ?? ''} readOnly={!mayType} onFocus={onFocus} onChange={(event) => onChange({ text: event.currentTarget.value })} onBlur={() => onLeave()} onKeyDown={goOn} />
        ) : (
          typed('text', title, { className: isCoded ? styles.words : styles.number, inputMode: field.kind === 'quantity' ? 'decimal' : undefined, placeholder: field.kind === 'date' ? '2026-01-31' : undefined })
        )}
        {field.kind === 'quantity' && (field.units.length > 1
          ? <NativeSelect aria-label={t('{field}, unit', { field: title })} value={row.unit ?? field.units[0]?.code} disabled={!mayType} onChange={(event) => onLeave({ unit: event.currentTarget.value })} data={field.units.map((one) => ({ value: one.code, label: one.title }))} />
          : <span className="soft small">{field.units[0]?.title}</span>)}
        {isCoded && typed('code', t('Code'), { className: styles.code })}
        {field.asks_side && <SideSelect title={t('{field}, side', { field: title })} described={`${id}-said`} value={row.side ?? ''} mayType={mayType} onFocus={onFocus} onChange={(side) => onLeave({ side })} />}
        {(field.kind === 'problem' || field.kind === 'procedure') && typed('since', field.kind === 'problem' ? t('Since') : t('When'), { className: styles.code })}
        {(field.kind === 'medication' || field.kind === 'allergy') && typed('detail', field.kind === 'medication' ? t('Dose') : t('Reaction'), { className: styles.words })}
        {mayType && field.repeats && isGiven(row) && <ActionIcon aria-label={t('Take out {field}', { field: title })} onClick={() => onLeave({ text: '', code: '' })}><Icon name="close" size={13} /></ActionIcon>}
      </div>
      <div id={`${id}-said`} className={styles.said}>
        {!isGiven(row) && pending && <span className={styles.place} data-marked>{saidOfPlace(pending)}</span>}
        {isGiven(row) && <button type="button" className={styles.place} data-marked={row.source?.region ? true : undefined} onClick={onFocus}>{saidOfPlace(row.source)}</button>}
        {findings.map((one) => <FindingLine key={one.key} finding={one} mayAnswer={mayType} onAnswer={onAnswer} />)}
      </div>
    </div>
  )
}

function SideSelect({ title, described, value, mayType, onFocus, onChange }: { title: string; described: string; value: string; mayType: boolean; onFocus: () => void; onChange: (side: string) => void }) {
  return <NativeSelect data-typed aria-label={title} aria-describedby={described} value={value} disabled={!mayType} onFocus={onFocus} onKeyDown={goOn} onChange={(event) => onChange(event.currentTarget.value)} data={[{ value: '', label: t('Side') }, { value: 'left', label: t('left') }, { value: 'right', label: t('right') }, { value: 'bilateral', label: t('both sides') }]} />
}

/** An error in words, or a warning with the field for its answer. */
function FindingLine({ finding, mayAnswer, onAnswer }: { finding: DataEntryFinding; mayAnswer: boolean; onAnswer: FieldProps['onAnswer'] }) {
  const [words, setWords] = useState('')
  if (finding.warning && finding.answer) return <p className={styles.answered}><Said>{finding.says}</Said> — {finding.answer}{finding.by && `, ${finding.by.name}`}</p>
  return (
    <div className={finding.warning ? styles.warning : styles.error}>
      <p><Icon name={finding.warning ? 'warning' : 'stop'} size={12} /> <Said>{finding.says}</Said></p>
      {finding.warning && mayAnswer && (
        <form className="row" onSubmit={(event) => (event.preventDefault(), words.trim() && onAnswer(finding, words.trim()))}>
          <TextInput size="xs" className={styles.words} aria-label={t('Why it is right as it stands')} placeholder={t('Why it is right as it stands')} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
          <Button size="compact-xs" type="submit">{t('Answer')}</Button>
        </form>
      )}
    </div>
  )
}
