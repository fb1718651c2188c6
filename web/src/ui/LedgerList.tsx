// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect } from '@mantine/core'
import { useQuery, type InfiniteData } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { NamedFile } from '@/api/http'
import type { LedgerEntry, List } from '@/api/types'
import { q, rowsOf } from '@/api/queries'
import { t } from '@/i18n'
import { DataGrid, type Column } from './DataGrid'
import { EmptyState } from './Empty'
import { ExportButton, type ListFormat } from './ExportButton'
import { atSecond, words } from './format'
import { Icon } from './icons'
import styles from './LedgerList.module.css'
import { Loaded } from './Loaded'
import type { ChangeSearch, Search } from './navigate'
import { may, useSession } from './session'
import { useRest } from './useRest'

const acts = 'received refused held released_from_hold acknowledged sent created amended deleted restored filed moved linked unlinked viewed searched printed exported opened transitioned assigned commented signed_in signed_out sign_in_refused locked unlocked password_changed permission_changed glass_broken configured imported backed_up verified destroyed placed_on_hold released_hold'.split(' ')

export const ledgerFilter = (search: Search) => ({ act: search.act, user: search.user, sort: search.sort ?? '-at' })

const columns: Column<LedgerEntry>[] = [
  { id: 'position', title: t('No.'), width: '74px', align: 'end', cell: (entry) => entry.position || <span title={t('Not sealed yet')}>…</span> },
  { id: 'at', title: t('When'), width: '178px', lead: true, sort: 'at', cell: (entry) => <span className="num">{atSecond(entry.at)}</span> },
  { id: 'user', title: t('Who'), width: 'minmax(110px, 1.2fr)', sort: 'user', cell: (entry) => entry.user?.name ?? <span className="soft">{t('the system')}</span> },
  { id: 'act', title: t('Act'), width: '132px', lead: true, sort: 'act', cell: (entry) => <strong>{words(entry.act)}</strong> },
  { id: 'subject', title: t('Of'), width: 'minmax(170px, 1.6fr)', cell: (entry) => <>{words(entry.subject.kind)} <span className="mono soft">{entry.subject.id}</span></> },
  { id: 'reason', title: t('Reason'), width: 'minmax(90px, 1fr)', cell: (entry) => entry.reason ? words(entry.reason) : '' },
  { id: 'workstation', title: t('Where'), width: '108px', sort: 'workstation', cell: (entry) => entry.workstation },
]

interface Answer {
  data: InfiniteData<List<LedgerEntry>> | undefined
  error: Error | null
  isPending: boolean
  isFetching: boolean
  hasNextPage: boolean
  refetch: () => unknown
  fetchNextPage: () => Promise<{ data: InfiniteData<List<LedgerEntry>> | undefined; hasNextPage: boolean; isError: boolean }>
}

interface Props { query: Answer; search: Search; change: ChangeSearch; label: string; fetchFile: (columns: string, format: ListFormat) => Promise<NamedFile> }

/** Entries of the ledger: filtered by act and person, sorted, printed, exported. */
export function LedgerList({ query, search, change, label, fetchFile }: Props) {
  const { rows, total } = useMemo(() => rowsOf(query.data), [query.data])
  const { isReading, readRest } = useRest(query)
  const [active, setActive] = useState<string>()
  const session = useSession()
  // The whole list of people is for those who manage them; anybody may ask for what they did themselves.
  const { data: people } = useQuery({ ...q.users(), enabled: may(session, 'manage-people').allowed })
  const persons = people ?? [session.user]
  return (
    <div className={styles.ledger}>
      <div className={`${styles.filters} no-print`} role="group" aria-label={t('Filters')}>
        <NativeSelect label={t('Act')} value={search.act ?? ''} onChange={(event) => change({ act: event.currentTarget.value || undefined })} data={[{ value: '', label: t('Any') }, ...acts.map((act) => ({ value: act, label: words(act) }))]} />
        <NativeSelect label={t('Person')} value={search.user ?? ''} onChange={(event) => change({ user: event.currentTarget.value || undefined })} data={[{ value: '', label: t('Anybody') }, ...persons.map((user) => ({ value: user.id, label: user.display_name }))]} />
        <span className="soft small" role="status">{t('{n, plural, one {# entry} other {# entries}}', { n: total })}</span>
        <span className="push row">
          <ExportButton fetchFile={(format) => fetchFile(columns.map((column) => column.id).join(','), format)} />
          <Button onClick={() => window.print()} leftSection={<Icon name="print" size={13} />}>{t('Print')}</Button>
        </span>
      </div>
      <div className={styles.list}>
        <Loaded query={{ ...query, data: query.data && { rows } }} isEmpty={(data) => !data.rows.length} empty={<EmptyState icon="ledger" title={t('No entries')}>{t('None fits these filters.')}</EmptyState>}>
          {() => (
            <DataGrid
              label={label}
              rows={rows}
              total={total}
              columns={columns}
              rowId={(entry) => entry.id}
              active={active}
              onActive={setActive}
              sort={search.sort ?? '-at'}
              onSort={(sort) => change({ sort })}
              busy={isReading}
              onEnd={() => readRest((all) => setActive(all.at(-1)?.id))}
              onNearEnd={() => query.hasNextPage && !query.isFetching && void query.fetchNextPage()}
            />
          )}
        </Loaded>
      </div>
    </div>
  )
}
