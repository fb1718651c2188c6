// SPDX-License-Identifier: Apache-2.0
import type { MergePreview as Preview } from '@/api/types'
import { count, words } from '@/ui/format'
import { Icon } from '@/ui/icons'
import table from '@/ui/table.module.css'
import styles from './IdentityPanel.module.css'

/** `DocumentReference` → `Document references`: the record's own kinds, in words and in the plural. */
const named = (what: string) => {
  const spaced = words(what.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase())
  return /s$| work$/.test(spaced) ? spaced : `${spaced}s`
}

/** Everything that a merge brings under one number, counted, and what the surviving record shows from then on, field by field. */
export function MergePreview({ preview: { survivor, absorbed, counts, fields } }: { preview: Preview }) {
  return (
    <>
      <p className="small">
        The chart of <strong className="mono">{survivor.mrn ?? survivor.id}</strong> shows both from then on. Number <strong className="mono">{absorbed.mrn ?? absorbed.id}</strong> stays findable and says “merged → {survivor.mrn ?? survivor.id}”. No page
        is rewritten, and the merge can be taken back whole.
      </p>
      <div className={styles.tables}>
        <section>
          <h3>What comes together</h3>
          <table className={`${table.table} ${styles.counts}`} aria-label="What comes together">
            <thead><tr><th scope="col">Of</th><th scope="col">Has</th><th scope="col">Joins</th><th scope="col">In all</th></tr></thead>
            <tbody>
              {counts.map((one) => (
                <tr key={one.what}><th scope="row">{named(one.what)}</th><td>{count(one.survivor)}</td><td>{count(one.absorbed)}</td><td>{count(one.survivor + one.absorbed)}</td></tr>
              ))}
            </tbody>
          </table>
        </section>
        <section>
          <h3>What the surviving record shows</h3>
          <table className={table.table} aria-label="What the surviving record shows">
            <thead><tr><th scope="col">Field</th><th scope="col">Shows</th><th scope="col">Stays with the other number</th></tr></thead>
            <tbody>
              {fields.map((field) => (
                <tr key={field.field}>
                  <th scope="row">{field.title}</th>
                  <td>{field.shown || <span className="soft">nothing</span>}</td>
                  <td>{!field.differs ? <span className="soft">the same</span> : field.other ? <span className={styles.differs}><Icon name="warning" size={12} /> {field.other}</span> : <span className="soft">nothing</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </div>
    </>
  )
}
