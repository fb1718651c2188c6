// SPDX-License-Identifier: Apache-2.0
import { Checkbox } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useId, useLayoutEffect, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'
import { t } from '@/i18n'
import { isField } from './hotkeys'
import { Icon } from './icons'
import { isMoving } from './keys_ahead'
import { all, extend, nothing, toggle, type Selection } from './selection'
import { usePrinting } from './usePrinting'
import { useWidth } from './useWidth'
import styles from './DataGrid.module.css'

export interface Column<Row> {
  id: string
  title: string
  /** A CSS grid track: `120px`, `minmax(160px, 2fr)`. */
  width: string
  cell: (row: Row) => ReactNode
  /** The server's column name, when the list can be sorted by it. */
  sort?: string
  align?: 'end'
  /** Stands in the first line where the list is too narrow for columns; the others follow in the second. */
  lead?: boolean
}

interface Props<Row> {
  label: string
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  rowId: (row: Row) => string
  active?: string
  /** Where one stands at this very moment; without it `active`. */
  standing?: () => string | undefined
  /** The rows are those of an earlier question: they are dimmed, and the keys wait for the new ones. */
  busy?: boolean
  onActive?: (id: string) => void
  onOpen?: (id: string) => void
  sort?: string
  onSort?: (sort: string) => void
  selection?: Selection
  onSelection?: (selection: Selection) => void
  /** How many rows the server has; the grid may hold fewer. */
  total?: number
  onNearEnd?: () => void
  /** The End key where not all rows are there: reads the rest and goes to the very last. */
  onEnd?: () => void
  rowTone?: (row: Row) => 'bad' | 'warn' | undefined
  /** Read out for a row in place of its cells. */
  rowLabel?: (row: Row) => string
  autoFocus?: boolean
}

const rowHeight = 34
const twoLinesHeight = 52

/** The least width at which no column is squeezed below its stated minimum; under that a row takes two lines. */
const leastWidth = (tracks: string[]) => tracks.reduce((sum, track) => sum + Number(/(\d+)px/.exec(track)?.[1] ?? 80), 12)

/** `due_at`, then `-due_at`, then as the server likes. */
export const nextSort = (sort: string | undefined, column: string) => (sort === column ? `-${column}` : sort === `-${column}` ? '' : column)

/** A dense list of any length: one tab stop, arrows move, Enter opens, Space ticks; only the rows in sight are in the page. */
export function DataGrid<Row>(props: Props<Row>) {
  const { label, rows, columns, rowId, active, onActive, onOpen, sort, onSort, selection = nothing, onSelection } = props
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const printing = usePrinting()
  const width = useWidth(scroller)
  const order = rows.map(rowId)
  const widths = [...(onSelection ? ['34px'] : []), ...columns.map((column) => column.width)]
  const [tracks, minWidth] = [widths.join(' '), leastWidth(widths)]
  const isNarrow = !printing && width > 0 && width < minWidth
  const height = isNarrow ? twoLinesHeight : rowHeight
  const at = active === undefined ? -1 : order.indexOf(active)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    enabled: !printing,
  })

  useLayoutEffect(() => virtual.measure(), [height, virtual])
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' })
  }, [at, height, virtual])
  useLayoutEffect(() => {
    if (props.autoFocus && !isField(document.activeElement)) scroller.current?.focus({ preventScroll: true })
  }, [props.autoFocus])
  const lastSeen = virtual.getVirtualItems().at(-1)?.index ?? 0
  useEffect(() => {
    if (rows.length && lastSeen >= rows.length - 20 && rows.length < (props.total ?? 0)) props.onNearEnd?.()
  }, [lastSeen, rows.length, props.total]) // eslint-disable-line

  const go = (index: number, event: KeyboardEvent) => {
    const target = order[Math.max(0, Math.min(order.length - 1, index))]
    if (target === undefined) return
    event.preventDefault()
    if (event.shiftKey && onSelection) {
      const here = props.standing?.() ?? active
      const from = selection.anchor === undefined && here !== undefined ? toggle(nothing, here) : selection
      onSelection(extend(from, order, target))
    }
    onActive?.(target)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.altKey || props.busy || isMoving()) return
    const standing = props.standing?.() ?? active
    const at = standing === undefined ? -1 : order.indexOf(standing)
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / height) - 2)
    if (event.ctrlKey || event.metaKey) {
      if (event.key !== 'a' || !onSelection) return
      event.preventDefault()
      return onSelection(all(order))
    }
    if (event.key === 'ArrowDown') go(at + 1, event)
    else if (event.key === 'ArrowUp') go(at < 0 ? 0 : at - 1, event)
    else if (event.key === 'PageDown') go(at + page, event)
    else if (event.key === 'PageUp') go(at - page, event)
    else if (event.key === 'Home') go(0, event)
    else if (event.key === 'End' && props.onEnd && !event.shiftKey && order.length < (props.total ?? 0)) (event.preventDefault(), props.onEnd())
    else if (event.key === 'End') go(order.length - 1, event)
    else if (event.key === 'Enter' && standing !== undefined && at >= 0) (event.preventDefault(), onOpen?.(standing))
    else if (event.key === ' ' && standing !== undefined && onSelection) (event.preventDefault(), onSelection(toggle(selection, standing)))
  }
  const onRowClick = (rowKey: string, event: MouseEvent) => {
    if (onSelection && event.shiftKey) onSelection(extend(selection, order, rowKey))
    else if (onSelection && (event.ctrlKey || event.metaKey)) onSelection(toggle(selection, rowKey))
    else (onActive ?? onOpen)?.(rowKey)
  }

  const shown = printing ? rows.map((_, index) => ({ index, start: 0 })) : virtual.getVirtualItems()
  const everyTicked = order.length > 0 && selection.ids.size === order.length
  return (
    <div
      ref={scroller}
      role="grid"
      className={styles.grid}
      data-narrow={isNarrow || undefined}
      aria-label={label}
      aria-busy={props.busy || undefined}
      aria-rowcount={(props.total ?? rows.length) + 1}
      aria-colcount={columns.length + (onSelection ? 1 : 0)}
      aria-multiselectable={onSelection ? true : undefined}
      aria-activedescendant={at >= 0 ? `${id}-${order[at]}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className={styles.head} style={isNarrow ? undefined : { minWidth }}>
        <div role="row" aria-rowindex={1} className={styles.row} style={isNarrow ? undefined : { gridTemplateColumns: tracks }}>
          {onSelection && (
            <div role="columnheader" className={styles.tick}>
              <Checkbox
                aria-label={t('Select all rows shown')}
                checked={everyTicked}
                indeterminate={!everyTicked && selection.ids.size > 0}
                onChange={() => onSelection(everyTicked ? nothing : all(order))}
              />
            </div>
          )}
          {columns.map((column) => (
            <Header key={column.id} column={column} sort={sort} onSort={onSort} />
          ))}
        </div>
      </div>
      <div role="rowgroup" className={styles.body} style={printing ? undefined : { ...(!isNarrow && { minWidth }), height: virtual.getTotalSize() }}>
        {shown.map(({ index, start }) => {
          const row = rows[index]
          if (row === undefined) return null
          const key = rowId(row)
          return (
            <div
              key={key}
              id={`${id}-${key}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={onSelection ? selection.ids.has(key) : key === active}
              aria-label={props.rowLabel?.(row)}
              data-active={key === active || undefined}
              data-ticked={selection.ids.has(key) || undefined}
              data-tone={props.rowTone?.(row)}
              className={styles.row}
              style={{ ...(!isNarrow && { gridTemplateColumns: tracks }), ...(printing ? {} : { position: 'absolute', top: start, insetInline: 0 }) }}
              onClick={(event) => onRowClick(key, event)}
              onDoubleClick={() => onOpen?.(key)}
            >
              {onSelection && (
                <div role="gridcell" className={styles.tick} onClick={(event) => event.stopPropagation()}>
                  <Checkbox
                    tabIndex={-1}
                    aria-label={t('Select row')}
                    checked={selection.ids.has(key)}
                    onChange={(event) =>
                      onSelection((event.nativeEvent as unknown as globalThis.MouseEvent).shiftKey ? extend(selection, order, key) : toggle(selection, key))
                    }
                  />
                </div>
              )}
              {isNarrow ? <TwoLines columns={columns} row={row} /> : columns.map((column) => <Cell key={column.id} column={column} row={row} />)}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  return <div role="gridcell" className={styles.cell} data-align={column.align}>{column.cell(row)}</div>
}

/** All columns of a row where they do not fit side by side: what it is, whole, and the rest under it. */
function TwoLines<Row>({ columns, row }: { columns: readonly Column<Row>[]; row: Row }) {
  const leads = columns.some((column) => column.lead)
  const isLead = (column: Column<Row>, index: number) => (leads ? !!column.lead : index < 2)
  const grows = (column: Column<Row>) => Number(column.width.includes('fr'))
  const first = columns.filter(isLead).sort((one, other) => grows(other) - grows(one)) // what takes the room comes first
  return (
    <div role="none" className={styles.lines}>
      <div role="none" className={styles.first}>{first.map((column) => <Cell key={column.id} column={column} row={row} />)}</div>
      <div role="none" className={styles.second}>{columns.filter((column, index) => !isLead(column, index)).map((column) => <Cell key={column.id} column={column} row={row} />)}</div>
    </div>
  )
}

function Header<Row>({ column, sort, onSort }: { column: Column<Row>; sort?: string; onSort?: (sort: string) => void }) {
  const by = column.sort
  const first = sort?.split(',')[0]
  const direction = by && first === by ? 'ascending' : by && first === `-${by}` ? 'descending' : undefined
  return (
    <div role="columnheader" className={styles.cell} data-align={column.align} aria-sort={direction ?? (by && onSort ? 'none' : undefined)}>
      {by && onSort ? (
        <button type="button" className={styles.sort} onClick={() => onSort(nextSort(first, by))}>
          <span className="cut">{column.title}</span>
          {direction && <Icon name={direction === 'ascending' ? 'up' : 'down'} size={11} />}
        </button>
      ) : (
        <span className="cut">{column.title}</span>
      )}
    </div>
  )
}
