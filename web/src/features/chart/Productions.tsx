// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { q } from '@/api/queries'
import type { Production } from '@/api/types'
import { said, t } from '@/i18n'
import { Reason } from '@/ui/Empty'
import { at } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import table from '@/ui/table.module.css'
import { Tag } from '@/ui/Tag'
import styles from './Moves.module.css'
import { SetContents } from './SetContents'

const fileOf = (id: string, what: 'pdf' | 'hashes') => `/api/productions/${id}/${what}`

/** The sets that were made of this chart: their files, what is in them, and whether anything changed since. */
export function Productions({ patient }: { patient: string }) {
  const query = useQuery(q.productions(patient))
  const [shown, setShown] = useState('')
  return (
    <Pane title={t('Production sets')} flush>
      <Loaded query={query} isEmpty={(list) => !list.items.length} empty={<p className={`${styles.nothing} soft small`}>{t('No set was made of this chart yet.')}</p>}>
        {({ items }) => (
          <div className={table.scroll} tabIndex={0} role="region" aria-label={t('{list}, table', { list: t('Production sets') })}>
            <table className={table.table}>
              <thead><tr><th>{t('Set')}</th><th>{t('Purpose')}</th><th>{t('State')}</th><th>{t('Files')}</th></tr></thead>
              <tbody>{items.map((one) => <Row key={one.id} one={one} onShow={() => setShown(shown === one.id ? '' : one.id)} isShown={shown === one.id} />)}</tbody>
            </table>
          </div>
        )}
      </Loaded>
      {shown && <Details key={shown} id={shown} />}
    </Pane>
  )
}

function Row({ one, onShow, isShown }: { one: Production; onShow: () => void; isShown: boolean }) {
  return (
    <tr>
      <th scope="row"><span className="num">{one.id}</span><br /><span className="num soft small">{at(one.at)}</span>{one.by && <span className="soft small"> · {one.by.name}</span>}</th>
      <td>{said(one.purpose_title)}<br /><span className="num soft small">{one.rule}</span></td>
      <td><State one={one} /></td>
      <td>
        <div className={styles.acts}>
          {one.state === 'made' && <><a href={fileOf(one.id, 'pdf')} target="_blank" rel="noreferrer">{t('Open the PDF')}</a><a href={`${fileOf(one.id, 'pdf')}#page=1`} target="_blank" rel="noreferrer">{t('Print the certification')}</a><a href={fileOf(one.id, 'hashes')} download>{t('List of digests')}</a></>}
          <Button size="compact-sm" onClick={onShow} aria-expanded={isShown}>{t('What is in it')}</Button>
        </div>
      </td>
    </tr>
  )
}

function State({ one }: { one: Production }) {
  if (one.state === 'made') return <><Tag tone="good">{t('Made')}</Tag> <span className="small">{t('{pages, plural, one {# page} other {# pages}}', { pages: one.pages })}{one.not_copied > 0 && <> · {t('{n} not copied', { n: one.not_copied })}</>}</span></>
  if (one.state === 'failed') return <><Tag tone="bad">{t('Failed')}</Tag> <span className="small"><Said>{one.problem ?? ''}</Said></span></>
  return <Progress id={one.id} />
}

function Progress({ id }: { id: string }) {
  const { data } = useQuery(q.production(id))
  const { done = 0, total = 0 } = data?.progress ?? {}
  return <div role="status"><Tag tone="info">{t('Being made')}</Tag> {total > 0 && <progress max={total} value={done} aria-label={t('{done} of {total}', { done, total })} />}</div>
}

function Details({ id }: { id: string }) {
  const detail = useQuery(q.production(id))
  const changes = useQuery({ ...q.productionChanges(id), enabled: detail.data?.state === 'made' })
  return (
    <>
      {changes.data && <div className={styles.nothing}>{changes.data.items.length ? <Reason tone="warn" title={t('The chart is another since')}>{t('{n, plural, one {# document} other {# documents}} came, went or changed after this set was made.', { n: changes.data.items.length })}</Reason> : <Reason tone="good">{t('Nothing changed since: made today, the set would hold the same.')}</Reason>}</div>}
      <Loaded query={detail}>{({ documents }) => <SetContents documents={documents} label={t('What is in it')} />}</Loaded>
    </>
  )
}
