// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { q } from '@/api/queries'
import type { PatientLink } from '@/api/types'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { Lines } from '@/ui/Empty'
import { at, words } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { useMay } from '@/ui/session'
import table from '@/ui/table.module.css'
import { Tag } from '@/ui/Tag'
import { UnmergeDialog } from '@/ui/UnmergeDialog'

/** Which other numbers are this person's, since when, by whom and why; those that were taken back stay in the list. */
export function Links({ patient }: { patient: string }) {
  const query = useQuery(q.links(patient))
  const permission = useMay('link-patients')
  const [asked, setAsked] = useState<PatientLink | null>(null)
  return (
    <Pane title="Merged records" flush>
      <Loaded query={query} loading={<Lines count={2} label="Loading the merged records" />}>
        {({ items }) =>
          !items.length ? (
            <p className="soft small" style={{ padding: '10px 16px' }}>This number was never merged with another.</p>
          ) : (
            <div className={table.scroll} tabIndex={0} role="region" aria-label="Merged records, table">
              <table className={table.table}>
                <thead><tr><th>Number given up</th><th>Surviving number</th><th>Merged</th><th>State</th><th><span className="read-only-by-ear">Acts</span></th></tr></thead>
                <tbody>
                  {items.map((link) => (
                    <tr key={link.id}>
                      <th scope="row"><Person link={link} side="absorbed" here={patient} /></th>
                      <td><Person link={link} side="survivor" here={patient} /></td>
                      <td>{at(link.from)}{link.by && ` by ${link.by.name}`}<br /><span className="soft">{words(link.reason)}</span> {link.item && <AppLink to={paths.worklist('identity', { item: link.item, closed: '1' })}>The comparison</AppLink>}</td>
                      <td>
                        {link.until ? (
                          <><Tag icon="replay">Taken back</Tag> {at(link.until)}{link.ended_by && ` by ${link.ended_by.name}`}<br /><span className="soft">{link.ended_reason?.sentence}</span></>
                        ) : (
                          <Tag tone="accent" icon="check">Merged</Tag>
                        )}
                      </td>
                      <td>{!link.until && <Act size="compact-sm" {...permission} onClick={() => setAsked(link)}>Unmerge…</Act>}</td>
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
  return person.id === here ? <>{name} <span className="soft">(this record)</span></> : <AppLink to={paths.chart(person.id)}>{name}</AppLink>
}
