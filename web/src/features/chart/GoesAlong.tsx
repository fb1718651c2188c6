// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery } from '@tanstack/react-query'
import { q, rowsOf } from '@/api/queries'
import type { MovedPiece } from '@/api/types'
import { t } from '@/i18n'
import { at } from '@/ui/format'
import { Icon } from '@/ui/icons'
import { countsOf } from '@/ui/pieces'
import styles from './Moves.module.css'
import type { Piece } from './MoveDialog'
import { iconOf } from './kinds'

/** So many are named; the rest are counted. */
const most = 6

/** What is moved, and all that belongs to it: named where the timeline names it, and counted. */
export function GoesAlong({ piece, pieces, patient }: { piece: Piece; pieces: readonly MovedPiece[]; patient: string }) {
  const { rows } = rowsOf(useInfiniteQuery(q.timeline(patient, {})).data)
  const goes = new Set(pieces.map((one) => `${one.type}/${one.id}`))
  const entries = rows.filter((entry) => goes.has(`${entry.resource.type}/${entry.resource.id}`) && entry.resource.id !== piece.id)
  const along = pieces.filter((one) => !(one.type === piece.type && one.id === piece.id))
  return (
    <section aria-label={t('What goes along')} className={styles.along}>
      <p><strong>{piece.title}</strong> {along.length ? <>{t('goes, and with it:')} {countsOf(along).map((one) => one.count).join(', ')}</> : t('goes; nothing else belongs to it.')}</p>
      {entries.length > 0 && (
        <ul className="small">
          {entries.slice(0, most).map((entry) => <li key={entry.id}><Icon name={iconOf(entry.kind)} size={12} /> {entry.title} <span className="soft num">{at(entry.at)}</span></li>)}
          {entries.length > most && <li className="soft">{t('and {n} more', { n: entries.length - most })}</li>}
        </ul>
      )}
    </section>
  )
}
