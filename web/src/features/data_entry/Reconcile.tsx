// SPDX-License-Identifier: Apache-2.0
import { NativeSelect } from '@mantine/core'
import type { DataEntry, DataEntryPrior, DataEntryPriorItem } from '@/api/types'
import { t } from '@/i18n'
import { Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import styles from './DataEntry.module.css'
import { placeKey } from './entry'

const kindOf: Record<string, string> = { Condition: 'problem', MedicationStatement: 'medication', AllergyIntolerance: 'allergy' }

/** What the chart lists, and what the note says of each. */
export function Reconcile({ entry, mayType, onAnswer }: { entry: DataEntry; mayType: boolean; onAnswer: (body: Omit<DataEntryPrior, 'version'>) => void }) {
  const { items, doubled } = entry.reconciliation
  if (items.length === 0) return null
  return (
    <Pane title={t('What the chart lists')}>
      <ul className={styles.priors}>
        {items.map((item) => <Prior key={item.resource.id} item={item} entry={entry} mayType={mayType} onAnswer={onAnswer} />)}
      </ul>
      {doubled.map((one) => <p key={placeKey(one.field, one.row)} className={styles.error}><Said>{one.says}</Said></p>)}
    </Pane>
  )
}

function Prior({ item, entry, mayType, onAnswer }: { item: DataEntryPriorItem; entry: DataEntry; mayType: boolean; onAnswer: (body: Omit<DataEntryPrior, 'version'>) => void }) {
  const kind = kindOf[item.resource.type]
  const fields = new Set(entry.fields_of.fields.filter((one) => one.kind === kind).map((one) => one.id))
  const lines = entry.values.filter((one) => fields.has(one.field) && !one.absent && (one.text || one.code))
  const answer = (says: string, value?: { field: string; row: number }) => onAnswer({ prior: item.resource, prior_version: item.version, says, value })
  const chosen = item.value ? placeKey(item.value.field, item.value.row) : ''
  const suggested = item.suggested
  const needsLine = item.says === 'changed' || item.says === 'goes-on'
  return (
    <li className={styles.prior} data-open={item.fault ? true : undefined}>
      <div className={styles.what}>
        <strong>{item.text}</strong>
        <span className="soft small">{[item.code, item.side, item.detail, item.since].filter(Boolean).join(' · ')}</span>
        {item.fault && <span className={styles.error}><Said>{item.fault}</Said></span>}
      </div>
      <NativeSelect
        data-typed
        aria-label={t('What the note says of {what}', { what: item.text })}
        value={item.says === 'unanswered' ? '' : item.says}
        disabled={!mayType}
        onChange={(event) => event.currentTarget.value && answer(event.currentTarget.value, event.currentTarget.value === 'goes-on' ? suggested : undefined)}
        data={[{ value: '', label: suggested ? t('Say: it seems to be in the form') : t('Say what the note says') }, { value: 'goes-on', label: t('It goes on') }, { value: 'stopped', label: t('It ended') }, { value: 'changed', label: t('Something else in its place') }, { value: 'not-in-note', label: t('The note says nothing of it') }]}
      />
      {needsLine && lines.length > 0 && (
        <NativeSelect
          data-typed
          aria-label={t('Which line of the form, for {what}', { what: item.text })}
          value={chosen}
          disabled={!mayType}
          onChange={(event) => {
            const line = lines.find((one) => placeKey(one.field, one.row) === event.currentTarget.value)
            answer(item.says, line && { field: line.field, row: line.row })
          }}
          data={[{ value: '', label: item.says === 'changed' ? t('Choose a line of the form') : t('No line of the form') }, ...lines.map((one) => ({ value: placeKey(one.field, one.row), label: one.text || one.code || '' }))]}
        />
      )}
    </li>
  )
}
