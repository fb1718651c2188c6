// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { api } from '@/api/client'
import { q, rowsOf } from '@/api/queries'
import type { EventOption, WorkItem } from '@/api/types'
import { said, t } from '@/i18n'
import { Act } from '@/ui/Act'
import { DataGrid } from '@/ui/DataGrid'
import { EmptyState } from '@/ui/Empty'
import { ExportButton } from '@/ui/ExportButton'
import { words } from '@/ui/format'
import { HotkeyScope, useHotkeys } from '@/ui/hotkeys'
import { Icon } from '@/ui/icons'
import { listKeys } from '@/ui/list_keys'
import { Loaded } from '@/ui/Loaded'
import { useSearchState } from '@/ui/navigate'
import { isNarrowScreen } from '@/ui/narrow'
import { Page, Wide } from '@/ui/Page'
import { Said } from '@/ui/Said'
import { after, all, keep, nothing, toggle, type Selection } from '@/ui/selection'
import { useRest } from '@/ui/useRest'
import { BulkDialog } from './BulkDialog'
import { columnsFirst, columnsNamed, patientOf } from './columns'
import { ColumnChooser } from './ColumnChooser'
import { FilterBar } from './FilterBar'
import { apiFilter, chipsOf, facetsOf } from './filters'
import { itemKeysOf, letters } from './item_keys'
import { ItemPane } from './ItemPane'
import type { Panels } from './panels'
import { useActs } from './useActs'
import { useColumns } from './useColumns'
import { Views } from './Views'
import styles from './WorklistPage.module.css'

/** Every queue of the department: the list on the left, the item on the right, the next item after every act. */
export function WorklistPage({ kind, panels }: { kind: string; panels: Panels }) {
  const client = useQueryClient()
  const [search, change, now] = useSearchState()
  const filter = useMemo(() => apiFilter(search), [search])
  const { data: summaries } = useQuery(q.worklists())
  const summary = summaries?.find((one) => one.kind === kind)
  const query = useInfiniteQuery(q.worklist(kind, filter))
  const { rows, total } = useMemo(() => rowsOf(query.data), [query.data])
  const order = useMemo(() => rows.map((item) => item.id), [rows])
  const [ticked, setTicked] = useState<Selection>(nothing)
  const selection = keep(ticked, order)
  const [dialog, setDialog] = useState<'views' | 'columns' | null>(null)
  const [bulk, setBulk] = useState<{ event: EventOption; items: WorkItem[] } | null>(null)
  const [shown, setShown] = useColumns(kind)
  const pane = useRef<HTMLElement>(null)
  const grid = useRef<HTMLDivElement>(null)
  const acting = useRef<HTMLDivElement>(null)
  const panel = panels[kind]

  const active = search.item
  const place = active ? order.indexOf(active) : -1
  const select = (id: string | undefined) => change({ item: id })
  const isThisItem = useCallback(() => now().item === active, [now, active])
  const { isReading, readRest } = useRest(query)
  const isLate = query.isPlaceholderData || isReading
  const isReady = !query.isPending && !isLate && JSON.stringify(apiFilter(now())) === JSON.stringify(filter)
  // An item that left the list while one looks at it keeps its place until one moves on.
  const latest = useRef({ active, order })
  const left = active && place < 0 ? latest.current.order.indexOf(active) : -1
  const walk = active && left >= 0 ? [...order.slice(0, left), active, ...order.slice(left)] : order
  useEffect(() => {
    latest.current = { active, order: walk }
  })
  const acts = useActs(kind, (id) => {
    if (id === latest.current.active) select(after(latest.current.order, id))
  })
  useEffect(() => {
    const next = rows[place + 1]
    if (place < 0 || !next) return
    void client.prefetchQuery(q.workItem(next.id))
    panel?.prefetch?.(client, next)
  }, [client, rows, place, panel])

  /** On a narrow screen the item covers the list: going back shows the list again, at its row. */
  const back = () => {
    if (isNarrowScreen()) select(undefined)
    requestAnimationFrame(focusGrid)
  }
  const focusGrid = () => grid.current?.querySelector<HTMLElement>('[role=grid]')?.focus()
  const open = (id: string) => {
    select(id)
    requestAnimationFrame(() => pane.current?.focus())
  }
  const tick = () => {
    const { item } = now()
    if (item && order.includes(item)) setTicked((before) => toggle(keep(before, order), item))
  }
  useHotkeys(t('Worklist'), [
    ...listKeys({ next: t('Next item'), previous: t('Previous item'), order: walk, standing: () => now().item, select, open, ready: isReady }),
    { keys: 'x', label: t('Tick the item'), ready: isReady, run: tick },
    { keys: 'shift+x', label: t('Tick all or none'), ready: isReady, run: () => setTicked(selection.ids.size ? nothing : all(order)) },
    { keys: 'b', label: t('To the acts on the ticked items'), ready: isReady, run: () => acting.current?.querySelector('button')?.focus() },
    { keys: 'v', label: t('Saved views'), run: () => setDialog('views') },
    { keys: 'h', label: t('Columns'), run: () => setDialog('columns') },
    { keys: 'l', label: t('To the list'), run: focusGrid },
  ])

  useHotkeys(t('This item'), itemKeysOf(panel))
  const tickWholeList = () => readRest((items) => setTicked(all(items.map((item) => item.id))))
  const facets = facetsOf(summary, [...new Set(rows.map((item) => item.pool).filter(Boolean))])
  const picked = rows.filter((item) => selection.ids.has(item.id))
  // What every queue has stands ready, and what its panel names; many other steps are mostly taken by messages.
  const offered = (summary?.bulk_events ?? []).filter((event) => !panel?.whole || !panel.covers.test(event.event))
  const stands = ({ event }: EventOption) => !!(letters[event] ?? panel?.steps?.[event])
  const [bulkCommon, bulkOwn] = [offered.filter(stands), offered.filter((event) => !stands(event))]
  const bulkAct = (event: EventOption) => (
    <Act key={event.event} size="compact-sm" allowed={event.allowed} why={event.why} onClick={() => setBulk({ event, items: picked })}><Said>{event.title}</Said>…</Act>
  )
  const narrowed = chipsOf(search, facets).length > 0
  return (
    <Page
      fill
      title={summary ? said(summary.title) : words(kind)}
      keepFocus
      subtitle={
        <span role="status">
          {narrowed && summary ? t('{n, plural, one {# item} other {# items}} of {open} open', { n: total, open: summary.open }) : t('{n, plural, one {# item} other {# items}}', { n: total })}
          {summary && summary.overdue > 0 && t(', {n} overdue', { n: summary.overdue })}
        </span>
      }
      actions={
        <>
          <Button onClick={() => setDialog('views')} leftSection={<Icon name="pin" size={13} />}><Wide>{t('Views')}</Wide></Button>
          <Button onClick={() => setDialog('columns')} leftSection={<Icon name="columns" size={13} />}><Wide>{t('Columns')}</Wide></Button>
          <ExportButton fetchFile={(format) => api.exportWorklist(kind, { ...filter, format, columns: shown.join(',') })} />
          <Button onClick={() => window.print()} leftSection={<Icon name="print" size={13} />}><Wide>{t('Print')}</Wide></Button>
        </>
      }
    >
      <FilterBar search={search} change={change} facets={facets} />
      {picked.length > 0 && (
        <div ref={acting} className={`${styles.bulk} no-print`} role="group" aria-label={t('Acts on the ticked items')}>
          <strong role="status">{t('{n} ticked', { n: picked.length })}</strong>
          {bulkCommon.map(bulkAct)}
          {bulkOwn.length <= 4 && bulkOwn.map(bulkAct)}
          {picked.length === order.length && total > order.length && (
            <Button size="compact-sm" variant="subtle" loading={isReading} onClick={tickWholeList}>{t('Tick all {n} of the list', { n: total })}</Button>
          )}
          <Button size="compact-sm" variant="subtle" onClick={() => setTicked(nothing)}>{t('Untick')}</Button>
          {bulkOwn.length > 4 && (
            <details>
              <summary>{t('Steps by hand ({n})', { n: bulkOwn.length })}</summary>
              <div className={styles.bulkOwn}>{bulkOwn.map(bulkAct)}</div>
            </details>
          )}
        </div>
      )}
      <div className={styles.split} data-open={place >= 0 || left >= 0 || undefined} data-whole={panel?.whole || undefined}>
        <div className={styles.list} ref={grid}>
          <Loaded
            query={{ ...query, data: query.data && { rows } }}
            isEmpty={(data) => !data.rows.length}
            empty={
              narrowed ? (
                <EmptyState icon="filter" title={t('Nothing fits these filters')} action={<Button onClick={() => change(Object.fromEntries(Object.keys(search).map((key) => [key, undefined])))}>{t('Show all')}</Button>} />
              ) : (
                <EmptyState title={t('All done')}>{t('Nothing waits in this list. New items appear by themselves.')}</EmptyState>
              )
            }
          >
            {() => (
              <DataGrid
                label={summary ? said(summary.title) : t('Worklist')}
                rows={rows}
                total={total}
                columns={columnsNamed(shown)}
                rowId={(item) => item.id}
                busy={isLate}
                active={active}
                standing={() => now().item}
                onActive={select}
                onOpen={open}
                sort={search.sort}
                onSort={(sort) => change({ sort })}
                selection={selection}
                onSelection={setTicked}
                onEnd={() => readRest((all) => select(all.at(-1)?.id))}
                onNearEnd={() => query.hasNextPage && !query.isFetching && void query.fetchNextPage()}
                rowTone={(item) => (item.overdue && item.priority === 'stat' ? 'bad' : undefined)}
                rowLabel={(item) => [item.title, patientOf(item), item.reason && said(item.reason.sentence), item.overdue ? t('overdue') : '', item.priority === 'stat' ? t('STAT') : ''].filter(Boolean).join(', ')}
                autoFocus
              />
            )}
          </Loaded>
        </div>
        <aside ref={pane} className={styles.pane} aria-label={t('Item')} tabIndex={-1}>
          {active ? (
            <HotkeyScope value={isThisItem}>
            <ItemPane
              id={active}
              place={place >= 0 ? t('{at} of {total}', { at: place + 1, total }) : ''}
              panel={panel}
              reasons={summary?.reasons ?? []}
              acts={acts}
              onBack={back}
            />
            </HotkeyScope>
          ) : (
            <EmptyState icon="inbox" title={t('Choose an item')}>{t('Arrow keys or j and k move; Enter opens; ? shows every key.')}</EmptyState>
          )}
        </aside>
      </div>
      {dialog === 'views' && <Views kind={kind} search={search} onClose={() => setDialog(null)} />}
      {dialog === 'columns' && <ColumnChooser shown={shown} onShown={setShown} usual={columnsFirst(kind)} onClose={() => setDialog(null)} />}
      {bulk && (
        <BulkDialog
          event={bulk.event}
          asks={panel?.steps?.[bulk.event.event]?.asks}
          items={bulk.items}
          reasons={summary?.reasons ?? []}
          onClose={() => (setBulk(null), focusGrid())}
          onFinished={(results) => {
            acts.gone(results.filter((result) => result.ok && result.item?.closed_at).map((result) => result.id))
            for (const result of results) void client.invalidateQueries({ queryKey: ['work-item', result.id] })
          }}
        />
      )}
    </Page>
  )
}
