// SPDX-License-Identifier: Apache-2.0
import type { UseQueryResult } from '@tanstack/react-query'
import { Suspense, useContext } from 'react'
import type { OwedLine, PatientBrief, SignableDocument } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { Lines, Reason } from '@/ui/Empty'
import { at, day } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { isNarrowScreen } from '@/ui/narrow'
import { AppLink } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { ReaderSlot } from '@/ui/reader_slot'
import { Said } from '@/ui/Said'
import styles from './My.module.css'
import { Signed } from './Signed'

interface Props { line: OwedLine; patient?: PatientBrief; document: UseQueryResult<SignableDocument>; onBack: () => void }

/** What is owed, and the document beside it as it will be signed. */
export function OwedPane({ line, patient, document, onBack }: Props) {
  return (
    <Pane title={line.sentence} actions={isNarrowScreen() ? <Act size="compact-sm" onClick={onBack}>{t('Back to the list')}</Act> : undefined}>
      <div className="stack">
        <p className="soft small">
          {patient && <><AppLink to={paths.chart(patient.id)}>{patient.name}</AppLink> · {day(patient.birth_date)} · <span className="mono">{patient.mrn}</span> · </>}
          {t('since {when}', { when: at(line.since) })}{line.due_at && ` · ${t('due {when}', { when: at(line.due_at) })}`}
        </p>
        {line.document ? (
          <Loaded query={document} loading={<Lines count={8} label={t('Loading the document')} />}>{(one) => <Shown document={one} />}</Loaded>
        ) : (
          <p>{line.act === 'write' ? t('It has not been written. Type or dictate it here; or dictate it as always, and it comes by itself.') : t('Open it where it is decided.')}</p>
        )}
      </div>
    </Pane>
  )
}

function Shown({ document }: { document: SignableDocument }) {
  const Reader = useContext(ReaderSlot)
  const next = document.offered[0]
  return (
    <div className="stack">
      {document.correction && !document.correction.closed_at && (
        <Reason tone="info" title={document.correction.state === 'to-review' ? t('Written anew, as you asked') : t('Back with transcription')}>{document.correction.words}</Reason>
      )}
      <p className="small">{document.title} · {t('version {n}', { n: document.version })}{document.author?.name && ` · ${document.author.name}`}</p>
      {document.text !== undefined ? (
        <pre className={styles.text} tabIndex={0} role="region" aria-label={t('Text of the document')}>{document.text}</pre>
      ) : (
        Reader && <div className={styles.reader}><Suspense fallback={<Lines />}><Reader id={document.document.id} plain /></Suspense></div>
      )}
      <Signed document={document} />
      {next && <p className="small">{t('You sign as: {title}', { title: next.title })} <span className="soft"><Said>{next.statement}</Said></span></p>}
    </div>
  )
}
