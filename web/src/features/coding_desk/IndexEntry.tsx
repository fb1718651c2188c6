// SPDX-License-Identifier: Apache-2.0
import type { IndexEntries } from '@/api/types'
import { t } from '@/i18n'
import styles from './Coding.module.css'

/** `lit`: the column that the keys stand on, 0 for the term itself; none: they stand elsewhere. */
interface Props { entry: IndexEntries['items'][number]; id: string; lit?: number; onEnter: (column: number) => void }

/** A term with what stands between it and where one is; a row of a table is a group of its term and its columns. */
export function IndexEntry({ entry, id, lit, onEnter }: Props) {
  const option = (column: number) => ({ id: `${id}-${column}`, role: 'option', 'aria-selected': lit === column, onMouseDown: (event: { preventDefault: () => void; stopPropagation: () => void }) => (event.preventDefault(), event.stopPropagation(), onEnter(column)) })
  const term = (
    <>
      <b>{entry.title}</b> {entry.nonessential && <span className="soft">{entry.nonessential}</span>} {entry.code && <span className="mono">{entry.code}</span>} {entry.manifestation && <span className="mono">[{entry.manifestation}]</span>}
      {entry.see && <i className="small"> {t('see {term}', { term: entry.see })}</i>}{entry.see_also && <i className="small"> {t('see also {term}', { term: entry.see_also })}</i>}
      {entry.goes_on && <span aria-hidden> ›</span>}
      {entry.above && <span className="soft small"> {t('under {path}', { path: entry.above })}</span>}
    </>
  )
  if (entry.cells.length === 0) return <li data-lit={lit === 0 || undefined} {...option(0)}>{term}</li>
  return (
    <li role="group" aria-label={entry.title}>
      <span data-lit={lit === 0 || undefined} {...option(0)}>{term}</span>
      {entry.cells.map((one, index) => <span key={one.heading} className={styles.cell} data-lit={lit === index + 1 || undefined} {...option(index + 1)}>{one.heading} <span className="mono">{one.code}</span></span>)}
    </li>
  )
}
