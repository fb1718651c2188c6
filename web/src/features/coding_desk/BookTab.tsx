// SPDX-License-Identifier: Apache-2.0
import { useSearchState } from '@/ui/navigate'
import { BookIndex } from './BookIndex'
import styles from './Coding.module.css'
import { TabularPane } from './TabularPane'

/** The alphabetic index beside the tabular list: what the index leads to is open in the list, and is only true there. */
export function BookTab() {
  const [search, change] = useSearchState()
  return (
    <div className={styles.halves}>
      <BookIndex />
      <TabularPane code={search.code} level={search.level} indexPath={search.path}
        onLevel={(level, isBelow) => change({ level: String(level), code: undefined, path: isBelow ? search.path : undefined }, true)}
        onCode={(code, isBelow) => change({ code, level: undefined, path: isBelow ? search.path : undefined }, true)} onTop={() => change({ code: undefined, level: undefined, path: undefined }, true)} />
    </div>
  )
}
