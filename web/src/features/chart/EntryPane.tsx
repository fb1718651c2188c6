// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import type { EntryKind, TimelineEntry } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { at, words } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Facts, Pane } from '@/ui/Page'
import { DocumentReader } from './DocumentReader'
import styles from './ChartPage.module.css'

/** The chosen entry: a document is read, everything else is told. */
export function EntryPane({ id, kind, entry }: { id: string; kind: EntryKind; entry?: TimelineEntry }) {
  if (kind === 'document' || (kind === 'report' && entry?.content_type)) return <DocumentReader id={id} />
  if (kind === 'encounter') return <Stay id={id} />
  return (
    <div className={styles.padded}>
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

function Stay({ id }: { id: string }) {
  const query = useQuery(q.encounter(id))
  return (
    <div className={styles.padded}>
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
