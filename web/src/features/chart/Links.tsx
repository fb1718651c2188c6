// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { q } from '@/api/queries'
import type { PatientLink } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { Lines } from '@/ui/Empty'
import { at, words } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import { useMay } from '@/ui/session'
import table from '@/ui/table.module.css'
import { Tag } from '@/ui/Tag'
import { UnmergeDialog } from '@/ui/UnmergeDialog'

/** What a link says: a number given up, two that both stand, or one that stood with the wrong person. */
const kinds = { merge: t('Merged'), link: t('Both numbers stand'), move: t('Number of this person') } satisfies Record<PatientLink['kind'], string>

/** Which other numbers are this person's, since when, by whom and why; those that were taken back stay in the list. */
export function Links({ patient }: { patient: string }) {
  const query = useQuery(q.links(patient))
  const permission = useMay('link-patients')
  const [asked, setAsked] = useState<PatientLink | null>(null)
  return (
    <Pane title={t('Merged records')} flush>
      <Loaded query={query} loading={<Lines count={2} label={t('Loading the merged records')} />}>
        {({ items }) =>
          !items.length ? (
            <p className="soft small" style={{ padding: '10px 16px' }}>{t('This number was never merged with another.')}</p>
          ) : (
            <div className={table.scroll} tabIndex={0} role="region" aria-label={t('Merged records, table')}>
              <table className={table.table}>
                <thead><tr><th>{t('Number given up')}</th><th>{t('Surviving number')}</th><th>{t('Merged')}</th><th>{t('State')}</th><th><span className="read-only-by-ear">{t('Acts')}</span></th></tr></thead>
                <tbody>
                  {items.map((link) => (
                    <tr key={link.id}>
                      <th scope="row"><Person link={link} side="absorbed" here={patient} /></th>
                      <td><Person link={link} side="survivor" here={patient} /></td>
                      <td>{at(link.from)}{link.by && ` ${t('by {name}', { name: link.by.name })}`}<br /><span className="soft">{words(link.reason)}</span> {link.item && <AppLink to={paths.worklist('identity', { item: link.item, closed: '1' })}>{t('The comparison')}</AppLink>}</td>
                      <td>
                        {link.until ? (
                          <><Tag icon="replay">{t('Taken back')}</Tag> {at(link.until)}{link.ended_by && ` ${t('by {name}', { name: link.ended_by.name })}`}<br /><span className="soft"><Said>{link.ended_reason?.sentence}</Said></span></>
                        ) : (
                          <Tag tone="accent" icon="check">{kinds[link.kind]}</Tag>
                        )}
                      </td>
                      <td>{!link.until && <Act size="compact-sm" {...permission} onClick={() => setAsked(link)}>{t('Unmerge…')}</Act>}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      {asked && <UnmergeDialog survivor={asked.survivor} absorbed={asked.absorbed} onClose={() => setAsked(null)} onDone={() => setAsked(null)} />}
    </Pane>
  )
}

function Person({ link, side, here }: { link: PatientLink; side: 'survivor' | 'absorbed'; here: string }) {
  const person = link[side]
  const name = <><span className="mono">{person.mrn ?? person.id}</span> {person.name}</>
  return person.id === here ? <>{name} <span className="soft">{t('(this record)')}</span></> : <AppLink to={paths.chart(person.id)}>{name}</AppLink>
}
