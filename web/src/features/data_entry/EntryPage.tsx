// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useCallback, useMemo, useRef, useState } from 'react'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { DataEntry } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { Reason } from '@/ui/Empty'
import { day } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import { AppLink, useGo } from '@/ui/navigate'
import { Page } from '@/ui/Page'
import { Said } from '@/ui/Said'
import type { SourcePlace, SourceReader } from '@/ui/source_reader'
import { Tag } from '@/ui/Tag'
import { done } from '@/ui/toasts'
import styles from './DataEntry.module.css'
import { openCount, placesOf, sectionsOf } from './entry'
import { FieldEntry } from './FieldEntry'
import { Reconcile } from './Reconcile'
import { StepDialog } from './StepDialog'
import { useEntry, type EntryAct } from './useEntry'
import { Verify } from './Verify'

/** The note left, its form right. */
export function EntryPage({ reader }: { reader: SourceReader }) {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const query = useQuery(q.dataEntry(id))
  if (!query.data) return <Page title={t('Data entry')}><Loaded query={query}>{() => null}</Loaded></Page>
  return <Split key={`${query.data.id} ${query.data.blind}`} entry={query.data} reader={reader} />
}

function Split({ entry, reader: Reader }: { entry: DataEntry; reader: SourceReader }) {
  const go = useGo()
  const send = useEntry(entry)
  const titleOf = useCallback((id: string) => said(entry.fields_of.fields.find((one) => one.id === id)?.title ?? id), [entry.fields_of])
  const places = useMemo(() => placesOf(entry, titleOf), [entry, titleOf])
  const now = useRef<SourcePlace>({ version: entry.document_version, page: 1 })
  const focused = useRef('')
  const [wanted, setWanted] = useState<{ page: number }>()
  const [marked, setMarked] = useState<{ key: string; place: SourcePlace }>()
  const [asking, setAsking] = useState<'return' | 'not-needed' | 'keep' | 'retract'>()
  const onSeen = useCallback((page: number, version: number) => (now.current = { page, version }), [])
  const run = (act: EntryAct, words?: string) => send.mutate(act, { onSuccess: (after) => words && (done(words), after.state !== entry.state && after.state !== 'validated' && after.state !== 'captured' && go(paths.dataEntry())) })
  const onFocus = (key: string, source?: SourcePlace) => {
    focused.current = key
    if (source) setWanted({ page: source.page })
  }
  const patient = entry.patient
  const finish = () => (entry.blind ? run({ do: 'second' }, t('Typed. The verifier sees where the two agree.')) : run({ do: 'validate' }, t('Checked. Somebody else verifies it.')))
  const open = openCount(entry)
  useHotkeys(t('Data entry'), [
    ...(entry.may_type ? [
      { keys: 'mod+enter', label: t('Typed whole: check it'), inFields: true, run: finish },
      { keys: 'alt+arrowright', label: t('The next thing that is open'), inFields: true, run: () => document.querySelector<HTMLElement>(`.${styles.error} input, .${styles.warning} input, [data-open] select, [data-typed]:placeholder-shown`)?.focus() },
    ] : []),
  ])
  useHotkeys(t('Data entry'), entry.may_settle ? [
    { keys: 'y', label: t('The values stand'), run: () => setAsking('keep') },
    { keys: 'x', label: t('Retract the values'), run: () => setAsking('retract') },
  ] : [])
  const verifying = entry.state === 'validated' || entry.state === 'posted'
  return (
    <Page
      title={t('{form}: {document}', { form: said(entry.fields_of.title), document: entry.title })}
      keepFocus
      fill
      subtitle={(
        <span className="row">
          {patient && <AppLink to={paths.chart(patient.id)}>{patient.name}</AppLink>}
          {patient && <span className="num">{day(patient.birth_date)} · {patient.mrn}</span>}
          <Tag tone={entry.state === 'returned' ? 'warn' : entry.state === 'posted' ? 'good' : 'info'}>{said(entry.state_title)}</Tag>
          {!entry.fields_of.verified && <Tag tone="warn" title={entry.fields_of.rule}>{t('unverified')}</Tag>}
        </span>
      )}
      actions={(
        <>
          {entry.may_type && !entry.blind && <Act onClick={() => setAsking('not-needed')}>{t('Not needed…')}</Act>}
          {entry.may_settle && <><Act hint="y" onClick={() => setAsking('keep')}>{t('The values stand…')}</Act><Act hint="x" onClick={() => setAsking('retract')}>{t('Retract the values…')}</Act></>}
          {entry.may_type && <Act variant="filled" hint="Ctrl+Enter" onClick={finish}>{entry.blind ? t('Typed whole') : t('Typed whole: check it')}</Act>}
        </>
      )}
    >
      {entry.blind && <Reason tone="info" title={t('Typed a second time')}>{t('Type what you read. What the first person typed is not shown to you, nor yours to them.')}</Reason>}
      {entry.returned_for && entry.state === 'returned' && <Reason tone="warn" title={t('It came back')}><Said>{entry.returned_for}</Said>{entry.returned_words && ` ${entry.returned_words}`}</Reason>}
      {entry.asked_about && <Reason tone="warn" title={t('These values stand in the chart, and their note left')}><Said>{entry.asked_about}</Said>{` ${t('Say whether they stand, or are retracted.')}`}</Reason>}
      {send.error && <div role="alert"><Reason tone="bad"><Said>{asProblem(send.error).message}</Said></Reason></div>}
      <div className={styles.split}>
        <section className={styles.source} aria-label={t('The note')}>
          <Reader document={entry.document.id} places={places} wanted={wanted} onSeen={onSeen} onMark={entry.may_type ? (place) => focused.current && setMarked({ key: focused.current, place }) : undefined} />
        </section>
        <section className={styles.form} aria-label={t('The form')}>
          {entry.may_type && <p className="soft small">{t('Enter goes on. Drag a box on the page, or find words there (Ctrl+F, Enter, Alt+M), for the field you are in; otherwise the page in view is kept.')}</p>}
          {entry.may_type && !entry.blind && <p role="status" className="small">{open === 0 ? t('Nothing is open') : t('{n, plural, one {# thing is open} other {# things are open}}', { n: open })}</p>}
          {verifying ? (
            <Verify entry={entry} onShow={(source) => source && setWanted({ page: source.page })} onVerify={(settled) => run({ do: 'verify', body: { settled } }, t('Verified. It stands in the chart.'))} onReturn={() => setAsking('return')} />
          ) : (
            <>
              {sectionsOf(entry.fields_of.fields).map((section) => (
                <section key={section.title} className={styles.section} aria-label={said(section.title)}>
                  <h2>{said(section.title)}</h2>
                  {section.fields.map((field) => (
                    <FieldEntry
                      key={field.id}
                      entry={entry}
                      field={field}
                      mayType={entry.may_type}
                      placeNow={() => now.current}
                      onSave={(values) => run({ do: 'save', field: field.id, values })}
                      onFocus={onFocus}
                      onAnswer={(finding, words) => run({ do: 'warning', finding: finding.key, words })}
                      marked={marked?.key.startsWith(`${field.id}/`) ? marked : undefined}
                    />
                  ))}
                </section>
              ))}
              {!entry.blind && <Reconcile entry={entry} mayType={entry.may_type} onAnswer={(body) => run({ do: 'prior', body })} />}
            </>
          )}
        </section>
      </div>
      {asking && <StepDialog entry={entry} step={asking} onClose={() => setAsking(undefined)} onSend={(body) => (setAsking(undefined), run({ do: 'step', body }, t('Done.')))} />}
    </Page>
  )
}
