// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { q } from '@/api/queries'
import type { EntryKind, PatientBrief, RecordMove, TimelineEntry } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { at, words } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Facts, Pane } from '@/ui/Page'
import { canMove } from '@/ui/pieces'
import { DocumentReader } from './DocumentReader'
import styles from './ChartPage.module.css'
import { MoveAct } from './MoveAct'
import { StudyReader } from './StudyReader'

/** The chosen entry: a document is read, everything else is told. */
export function EntryPane({ id, kind, entry, patient, onMoved }: { id: string; kind: EntryKind; entry?: TimelineEntry; patient: PatientBrief; onMoved: (move: RecordMove) => void }) {
  if (kind === 'document' || (kind === 'report' && entry?.content_type)) return <DocumentReader id={id} onMoved={onMoved} />
  const move = entry && canMove(entry.resource.type) && <div className="no-print"><MoveAct piece={{ ...entry.resource, title: entry.title }} from={patient} onMoved={onMoved} /></div>
  if (kind === 'imaging') return <div className={styles.padded}>{move}<StudyReader id={entry?.resource.id ?? id} /></div>
  if (kind === 'encounter') return <Stay id={id}>{move}</Stay>
  return (
    <div className={styles.padded}>
      {move}
      <Pane title={entry?.title ?? words(kind)}>
        <Facts
          facts={[
            { name: t('Kind'), value: words(kind) },
            { name: t('When'), value: at(entry?.at) },
            { name: t('Status'), value: entry?.status },
            { name: t('By'), value: entry?.author },
            { name: t('Number'), value: <span className="mono">{entry?.resource.id}</span> },
          ]}
        />
        {kind === 'message' && <AppLink className="small" to={paths.message(id)}>{t('Open in the message browser')}</AppLink>}
        {kind === 'expected' && <AppLink className="small" to={paths.worklist('expected-record', { item: id })}>{t('Open in the worklist')}</AppLink>}
      </Pane>
    </div>
  )
}

function Stay({ id, children }: { id: string; children: ReactNode }) {
  const query = useQuery(q.encounter(id))
  return (
    <div className={styles.padded}>
      {children}
      <Loaded query={query}>
        {(stay) => (
          <Pane title={t('Encounter')}>
            <Facts
              facts={[
                { name: t('Class'), value: words(stay.class) }, { name: t('Status'), value: stay.status }, { name: t('Location'), value: stay.location },
                { name: t('From'), value: at(stay.from) }, { name: t('Until'), value: stay.until ? at(stay.until) : t('now') }, { name: t('Reason'), value: stay.reason },
              ]}
            />
            {stay.documents.length > 0 && (
              <ul aria-label={t('Documents of this encounter')} className="stack small">
                {stay.documents.map((one) => <li key={one.id}><AppLink to={paths.document(one.id)}>{one.title}</AppLink> <span className="soft">{at(one.at)}</span></li>)}
              </ul>
            )}
          </Pane>
        )}
      </Loaded>
    </div>
  )
}
