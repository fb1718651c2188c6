// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useMemo, useRef, type FormEvent, type KeyboardEvent } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { ScanBatch, ScanDocument, ScanValueChoice } from '@/api/types'
import { said, t } from '@/i18n'
import { Act } from '@/ui/Act'
import { useDraft } from '@/ui/drafts'
import { Reason } from '@/ui/Empty'
import { brief, day } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { KeyHint } from '@/ui/KeyHint'
import { Said } from '@/ui/Said'
import { Contradictions } from './Contradictions'
import { asPrevious, commandOf, draftOf, missingOf, requiredOf, withPatient, type FieldName, type IndexDraft } from './index_form'
import { Confidence, PatientField } from './PatientField'
import styles from './Side.module.css'
import { TypeField } from './TypeField'
import { visitWords } from './visit_words'

interface Props { document: ScanDocument; batch: ScanBatch; onPatient: (patient: string | undefined) => void; onPage: (page: string) => void; onIndexed: (document: ScanDocument) => void }

const names: Record<FieldName, string> = { patient: t('Patient'), encounter: t('Encounter'), type: t('Document type'), service_date: t('Service date'), author: t('Author') }

/** Whose a document is, what it is and of when: suggested by the machine, said by a person. */
export function IndexForm({ document, batch, onPatient, onPage, onIndexed }: Props) {
  const form = useRef<HTMLFormElement>(null)
  const first = useMemo(() => draftOf(document), [document.id, document.state]) // eslint-disable-line
  const [kept, keep, drop] = useDraft(`scan ${document.id}`)
  const draft = useMemo<IndexDraft>(() => (kept ? (JSON.parse(kept) as IndexDraft) : first), [kept, first])
  const change = (part: Partial<IndexDraft>) => keep(JSON.stringify({ ...draft, ...part }))
  const types = useQuery(q.scanTypes()).data ?? []
  const required = requiredOf(types, draft.type)
  const missing = missingOf(draft, required)
  const previous = batch.documents.find((one) => one.id === document.previous)
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: () =>
      draft.same
        ? api.indexScanAsPrevious(document.id, { confirmed: draft.confirmed, type: draft.type, service_date: draft.service_date, answered: draft.answered, version: document.version })
        : api.indexScan(document.id, commandOf(draft, document.version)),
    onSuccess: (next) => (drop(), onIndexed(next)),
    onError: (error) => form.current?.querySelector<HTMLElement>(`[name="${asProblem(error).location}"]`)?.focus(),
  })
  const refused = send.error ? asProblem(send.error) : undefined
  const unlike = (part: Partial<IndexDraft>) => change({ same: false, ...part }) // by hand: it is not "as the one before" any more
  const choose = (patient: IndexDraft['patient']) => {
    keep(JSON.stringify(withPatient(draft, patient)))
    onPatient(patient?.id)
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>(patient ? '[name=confirmed]' : '[role=combobox]')?.focus())
  }
  const canRepeat = previous?.patient && previous.state !== 'open' ? { allowed: true } : { allowed: false, why: t('The document before this one is not indexed yet.') }
  const repeat = () => {
    if (!previous?.patient || !canRepeat.allowed) return
    keep(JSON.stringify(asPrevious(draft, previous)))
    onPatient(previous.patient.id)
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[name=confirmed]')?.focus())
  }
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    if (!send.isPending) send.mutate()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) (event.preventDefault(), submit())
    if (event.key === 'Escape') window.document.querySelector<HTMLElement>('#scan-strip [aria-current]')?.focus()
  }
  useHotkeys(t('Index'), [
    { keys: 'alt+p', label: t('Same as the document before'), inFields: true, run: repeat },
    { keys: 'p', label: t('Same as the document before'), run: repeat },
  ])
  const labelOf = (name: FieldName) => (required.has(name) ? t('{name} (required)', { name: names[name] }) : names[name])
  const needsAgain = (name: 'patient' | 'type' | 'service_date') => !draft.same && (!!document.fields.find((one) => one.name === name)?.key_twice || refused?.location === `again.${name}`)
  const again = (name: 'patient' | 'type' | 'service_date', label: string) =>
    needsAgain(name) && draft[name] && <TextInput name={`again.${name}`} label={label} description={t('The machine is not sure of it: key it a second time, from the page.')} error={refused?.location === `again.${name}`} autoComplete="off" value={draft.again[name] ?? ''} onChange={(event) => change({ again: { ...draft.again, [name]: event.currentTarget.value } })} />
  const suggestions = document.suggestions
  const visits = suggestions.encounters.map((one) => ({ value: one.id, label: [visitWords(one), one.confidence >= 70 && `${one.confidence} %`].filter(Boolean).join(' · ') }))
  return (
    <form ref={form} id="scan-index" className={styles.stack} noValidate aria-label={t('Index of document {n}', { n: document.place })} onSubmit={submit} onKeyDown={onKeyDown}>
      <div><Act size="compact-sm" hint="p" {...canRepeat} onClick={repeat}>{t('Same as the document before')}</Act></div>
      {draft.same && <Reason tone="info">{t('Taken over from the document before. Compare two identifiers with this page all the same.')}</Reason>}
      <Contradictions list={draft.patient ? document.contradiction_list : []} batch={batch} answered={draft.answered} onAnswered={(answered) => change({ answered })} onPage={onPage} onPatient={choose} />
      <PatientField document={document} draft={draft} onPatient={choose} onConfirmed={(confirmed) => change({ confirmed })} onPage={onPage} wrong={refused?.location === 'patient'} unconfirmed={refused?.location === 'confirmed'} />
      {again('patient', t('Record number or birth date, once more'))}
      <TypeField name="type" label={labelOf('type')} types={types} suggested={suggestions.types} value={draft.type} onChange={(type) => unlike({ type })} error={refused?.location === 'type'} />
      {needsAgain('type') && draft.type && <TypeField name="again.type" label={t('Document type, once more')} types={types} suggested={[]} value={draft.again.type ?? ''} onChange={(type) => change({ again: { ...draft.again, type } })} error={refused?.location === 'again.type'} />}
      <TextInput name="service_date" type="date" label={labelOf('service_date')} error={refused?.location === 'service_date'} value={draft.service_date} onChange={(event) => unlike({ service_date: event.currentTarget.value })} />
      <Offered label={t('Suggested days')} choices={suggestions.service_dates} value={draft.service_date} shown={day} onChoose={(service_date) => unlike({ service_date })} />
      {again('service_date', t('Service date, once more (year-month-day)'))}
      <NativeSelect name="encounter" label={labelOf('encounter')} error={refused?.location === 'encounter'} value={draft.encounter} onChange={(event) => unlike({ encounter: event.currentTarget.value })} data={[{ value: '', label: t('None') }, ...(draft.encounter && !visits.some((one) => one.value === draft.encounter) ? [{ value: draft.encounter, label: draft.encounter }] : []), ...visits]} />
      <TextInput name="author" label={labelOf('author')} autoComplete="off" error={refused?.location === 'author'} value={draft.author} onChange={(event) => unlike({ author: event.currentTarget.value })} />
      <Offered label={t('Suggested authors')} choices={suggestions.authors} value={draft.author} shown={(text) => text} onChoose={(author) => unlike({ author })} />
      {suggestions.expected.length > 0 && <NativeSelect name="expected" label={t('Fulfils the expected record')} value={draft.expected} onChange={(event) => unlike({ expected: event.currentTarget.value })} data={[{ value: '', label: t('None') }, ...suggestions.expected.map((one) => ({ value: one.item, label: [said(one.title), brief(one.due_at)].filter(Boolean).join(' · ') }))]} />}
      {missing.length > 0 && <p className="soft small" role="status">{t('Still required: {names}', { names: missing.map((name) => names[name]).join(', ') })}</p>}
      <div role="alert">{refused && <Reason tone="bad"><Said>{refused.message}</Said></Reason>}</div>
      <div><Button type="submit" variant="filled" size="sm" loading={send.isPending} rightSection={<KeyHint keys="mod+enter" />}>{t('Index and go on')}</Button></div>
    </form>
  )
}

function Offered({ label, choices, value, shown, onChoose }: { label: string; choices: readonly ScanValueChoice[]; value: string; shown: (value: string) => string; onChoose: (value: string) => void }) {
  if (!choices.length) return null
  return (
    <div className={styles.chips} role="group" aria-label={label}>
      {choices.slice(0, 3).map((one) => <Button key={one.value} size="compact-xs" aria-pressed={one.value === value} variant={one.value === value ? 'light' : 'default'} rightSection={<Confidence percent={one.confidence} />} onClick={() => onChoose(one.value)}>{shown(one.value)}</Button>)}
    </div>
  )
}
