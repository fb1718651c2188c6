// SPDX-License-Identifier: Apache-2.0
import { useContext, useState } from 'react'
import { useSearchState } from '@/ui/navigate'
import { BookIndex } from './BookIndex'
import styles from './Coding.module.css'
import { EncoderContext } from './encoder_context'
import { TabularPane } from './TabularPane'

/** The alphabetic index beside the tabular list: what the index leads to is open in the list, and is only true there. */
export function BookTab() {
  const [search, change] = useSearchState()
  const { open } = useContext(EncoderContext)
  const [path, setPath] = useState<{ code: string; words: string }>()
  return (
    <div className={styles.halves}>
      <BookIndex onCode={(code, words, isProcedure) => {
        setPath({ code, words })
        open(code, isProcedure ? 'icd10pcs' : 'icd10cm')
      }} />
      <TabularPane code={search.code} level={search.level} indexPath={path && search.code === path.code ? path.words : undefined}
        onLevel={(level) => change({ level: String(level), code: undefined }, true)} onCode={(code) => change({ code, level: undefined }, true)} onTop={() => change({ code: undefined, level: undefined }, true)} />
    </div>
  )
}
