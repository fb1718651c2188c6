// SPDX-License-Identifier: Apache-2.0
import { Radio } from '@mantine/core'
import { useState } from 'react'
import type { DataEntry, DataEntryVerification } from '@/api/types'
import { said, t } from '@/i18n'
import { Act } from '@/ui/Act'
import { EmptyState } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import type { SourcePlace } from '@/ui/source_reader'
import table from '@/ui/table.module.css'
import styles from './DataEntry.module.css'
import { inWords, saidOfPlace } from './entry'

type Settled = NonNullable<DataEntryVerification['settled']>[number]
interface Props { entry: DataEntry; onShow: (source?: SourcePlace) => void; onVerify: (settled: Settled[]) => void; onReturn: () => void }

/** Values beside their page, one after the other; agreed with or sent back by a key. */
export function Verify({ entry, onShow, onVerify, onReturn }: Props) {
  const [at, setAt] = useState(0)
  const [chosen, setChosen] = useState<Record<string, boolean>>({})
  const fields = entry.fields_of.fields
  const values = [...entry.values].sort((one, other) => fields.findIndex((field) => field.id === one.field) - fields.findIndex((field) => field.id === other.field) || one.row - other.row)
  const step = (by: number) => {
    const next = Math.max(0, Math.min(values.length - 1, at + by))
    setAt(next)
    onShow(values[next]?.source)
    document.querySelector<HTMLElement>(`[data-value="${next}"]`)?.focus()
  }
  const keyOf = (one: DataEntry['differences'][number]) => `${one.field}/${one.row}/${one.second_row}`
  const settled = entry.differences.flatMap((one): Settled[] => (keyOf(one) in chosen ? [{ field: one.field, row: one.row, second_row: one.second_row, takes_second: !!chosen[keyOf(one)] }] : []))
  const isSettled = settled.length === entry.differences.length
  useHotkeys(t('Data entry'), [
    { keys: 'j', label: t('Next value'), run: () => step(1) },
    { keys: 'k', label: t('Previous value'), run: () => step(-1) },
    ...(entry.may_verify ? [
      ...(isSettled ? [{ keys: 'v', label: t('Verify and post'), atOnce: true, run: () => onVerify(settled) }] : []),
      { keys: 'd', label: t('Send it back'), run: onReturn },
    ] : []),
  ])
  const titleOf = (id: string) => said(fields.find((one) => one.id === id)?.title ?? id)
  if (values.length === 0) return <EmptyState icon="document" title={t('Nothing was typed')} />
  return (
    <div className="stack">
      {entry.may_verify && (
        <div className="row">
          <Act variant="filled" hint="v" allowed={isSettled} why={t('Choose first which of two values is right.')} onClick={() => onVerify(settled)}>{t('Verify and post')}</Act>
          <Act hint="d" onClick={onReturn}>{t('Send it back…')}</Act>
        </div>
      )}
      {entry.why_not && <p className="soft"><Said>{entry.why_not}</Said></p>}
      {entry.differences.length > 0 && (
        <Pane title={t('Two people typed this differently')}>
          {entry.differences.map((one) => (
            <Radio.Group key={keyOf(one)} label={titleOf(one.field)} value={keyOf(one) in chosen ? (chosen[keyOf(one)] ? 'second' : 'first') : ''} onChange={(value) => setChosen({ ...chosen, [keyOf(one)]: value === 'second' })}>
              {(['first', 'second'] as const).map((which) => {
                const value = one[which]
                const field = fields.find((field) => field.id === one.field)
                return <Radio key={which} value={which} disabled={!entry.may_verify} label={`${value ? inWords(value, field) : t('nothing')}${value ? ` (${value.by.name}, ${saidOfPlace(value.source)})` : ''}`} mt="xs" onFocus={() => onShow(value?.source)} />
              })}
            </Radio.Group>
          ))}
        </Pane>
      )}
      <Pane title={t('What was typed')} flush>
        <div className={table.scroll}>
          <table className={table.table}>
            <thead><tr><th>{t('Field')}</th><th>{t('Value')}</th><th>{t('Where')}</th></tr></thead>
            <tbody>
              {values.map((one, index) => (
                <tr key={`${one.field}/${one.row}`} aria-current={index === at ? 'true' : undefined} className={styles.value}>
                  <th scope="row">{titleOf(one.field)}</th>
                  <td>
                    {inWords(one, fields.find((field) => field.id === one.field))}
                    {entry.findings.filter((finding) => finding.field === one.field && finding.row === one.row).map((finding) => <p key={finding.key} className={styles.answered}><Said>{finding.says}</Said>{finding.answer && ` — ${finding.answer}`}</p>)}
                  </td>
                  <td>{one.absent ? '' : <button type="button" data-value={index} className={styles.place} data-marked={one.source?.region ? true : undefined} onFocus={() => setAt(index)} onClick={() => (setAt(index), onShow(one.source))}>{saidOfPlace(one.source)}</button>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Pane>
      {entry.reconciliation.items.length > 0 && (
        <Pane title={t('What the chart lists')}>
          <ul>{entry.reconciliation.items.map((one) => <li key={one.resource.id}><strong>{one.text}</strong>: {saysOf(one.says)}</li>)}</ul>
        </Pane>
      )}
      {entry.postings.length > 0 && (
        <Pane title={t('What the chart was given')}>
          <ul className="mono small">{entry.postings.map((one) => <li key={`${one.resource.id} ${one.made}`}>{one.resource.type}/{one.resource.id}{one.retracted ? ` · ${t('retracted')}` : one.made ? '' : ` · ${t('ended')}`}</li>)}</ul>
        </Pane>
      )}
    </div>
  )
}

const saysOf = (says: string) => ({ 'goes-on': t('It goes on'), stopped: t('It ended'), changed: t('Something else in its place'), 'not-in-note': t('The note says nothing of it') })[says] ?? t('Nobody answered')
