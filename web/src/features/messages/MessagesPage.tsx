// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { api } from '@/api/client'
import { q, rowsOf } from '@/api/queries'
import type { MessageRow } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { DataGrid, type Column } from '@/ui/DataGrid'
import { EmptyState } from '@/ui/Empty'
import { ExportButton } from '@/ui/ExportButton'
import { brief, bytes, words } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { Icon } from '@/ui/icons'
import { listKeys } from '@/ui/list_keys'
import { Loaded } from '@/ui/Loaded'
import { useGo, useSearchState, type Search } from '@/ui/navigate'
import { Page, Wide } from '@/ui/Page'
import { Said } from '@/ui/Said'
import { useRest } from '@/ui/useRest'
import { useDebounced } from '@/ui/useDebounced'
import styles from './MessagesPage.module.css'
import { StateTag } from './StateTag'

const columns: Column<MessageRow>[] = [
  { id: 'received_at', title: t('Received'), width: '112px', lead: true, cell: (row) => <span className="num">{brief(row.received_at)}</span> },
  { id: 'state', title: t('State'), width: '104px', cell: (row) => <StateTag state={row.state} /> },
  { id: 'type', title: t('Type'), width: '96px', lead: true, cell: (row) => <span className="mono">{row.type}</span> },
  { id: 'partner', title: t('Sender'), width: 'minmax(90px, 1fr)', cell: (row) => row.partner },
  { id: 'control_id', title: t('Control id'), width: 'minmax(110px, 1fr)', cell: (row) => <span className="mono">{row.control_id}</span> },
  { id: 'patient', title: t('Patient'), width: 'minmax(130px, 1.5fr)', cell: (row) => row.patient?.name ?? '' },
  { id: 'reason', title: t('Why it is held'), width: 'minmax(140px, 2.4fr)', cell: (row) => <Said>{row.reason?.sentence}</Said> },
  { id: 'size', title: t('Size'), width: '80px', align: 'end', cell: (row) => bytes(row.size) },
]
const states = ['held', 'filed', 'stored', 'ignored', 'refused', 'duplicate']
const filters = ['state', 'partner', 'type', 'control_id', 'patient', 'from', 'until']
const filterOf = (search: Search) => Object.fromEntries(filters.flatMap((key) => (search[key] ? [[key, search[key]]] : [])))

/** Every message that ever came, with what became of it. */
export function MessagesPage() {
  const go = useGo()
  const [search, change, now] = useSearchState()
  const filter = useMemo(() => filterOf(search), [search])
  const query = useInfiniteQuery(q.messages(filter))
  const { rows, total } = useMemo(() => rowsOf(query.data), [query.data])
  const { isReading, readRest } = useRest(query)
  const isLate = query.isPlaceholderData || isReading
  const active = search.item
  const select = (id: string | undefined) => change({ item: id })
  const order = useMemo(() => rows.map((row) => row.id), [rows])
  const first = useRef<HTMLSelectElement>(null)
  const open = (id: string) => go(paths.message(id))
  const withStanding = (act: (id: string) => void) => {
    const { item } = now()
    if (item) act(item)
  }
  useHotkeys(t('Messages'), [
    ...listKeys({ next: t('Next message'), previous: t('Previous message'), order, standing: () => now().item, select, open, ready: !query.isPending && !isLate }),
    { keys: 'o', label: t('Open the message'), run: () => withStanding(open) },
    { keys: 'f', label: t('To the filters'), run: () => first.current?.focus() },
  ])
  return (
    <Page
      fill
      keepFocus
      title={t('Messages')}
      subtitle={<span role="status">{t('{n, plural, one {# message} other {# messages}}', { n: total })}</span>}
      actions={
        <>
          <ExportButton fetchFile={(format) => api.exportMessages({ ...filter, format, columns: columns.map((column) => column.id).join(',') })} />
          <Button onClick={() => window.print()} leftSection={<Icon name="print" size={13} />}><Wide>{t('Print')}</Wide></Button>
        </>
      }
    >
      <div className={`${styles.filters} no-print`} role="group" aria-label={t('Filters')}>
        <NativeSelect ref={first} label={t('State')} value={search.state ?? ''} onChange={(event) => change({ state: event.currentTarget.value || undefined })} data={[{ value: '', label: t('Any') }, ...states.map((state) => ({ value: state, label: words(state) }))]} />
        <TextFilter label={t('Sender')} name="partner" search={search} change={change} />
        <TextFilter label={t('Type')} name="type" search={search} change={change} />
        <TextFilter label={t('Control id')} name="control_id" search={search} change={change} />
        <TextInput label={t('From')} type="date" value={search.from ?? ''} onChange={(event) => change({ from: event.currentTarget.value || undefined })} />
        <TextInput label={t('Until')} type="date" value={search.until ?? ''} onChange={(event) => change({ until: event.currentTarget.value || undefined })} />
        {Object.keys(filter).length > 0 && <Button variant="subtle" onClick={() => change(Object.fromEntries(filters.map((key) => [key, undefined])))}>{t('Clear')}</Button>}
      </div>
      <div className={styles.list}>
        <Loaded
          query={{ ...query, data: query.data && { rows } }}
          isEmpty={(data) => !data.rows.length}
          empty={<EmptyState icon="message" title={t('No messages')}>{Object.keys(filter).length ? t('None fits these filters.') : t('Nothing has arrived yet. Point a sender at the MLLP listener.')}</EmptyState>}
        >
          {() => (
            <DataGrid
              label={t('Messages')}
              rows={rows}
              total={total}
              columns={columns}
              rowId={(row) => row.id}
              busy={isLate}
              active={active}
              standing={() => now().item}
              onActive={select}
              onOpen={open}
              onEnd={() => readRest((all) => select(all.at(-1)?.id))}
              onNearEnd={() => query.hasNextPage && !query.isFetching && void query.fetchNextPage()}
              autoFocus
            />
          )}
        </Loaded>
      </div>
    </Page>
  )
}

interface FilterProps { label: string; name: string; search: Search; change: (changes: Record<string, string | undefined>) => void }

function TextFilter({ label, name, search, change }: FilterProps) {
  const [text, setText] = useDebounced(search[name] ?? '', (value) => change({ [name]: value || undefined }))
  return <TextInput label={label} value={text} onChange={(event) => setText(event.currentTarget.value)} />
}
