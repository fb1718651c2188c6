// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { q } from '@/api/queries'
import type { MovePatient, RecordMove } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { Lines } from '@/ui/Empty'
import { at, day } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { countsOf, nameOfPiece } from '@/ui/pieces'
import { Said } from '@/ui/Said'
import { useMay } from '@/ui/session'
import table from '@/ui/table.module.css'
import { Tag } from '@/ui/Tag'
import styles from './Moves.module.css'
import { SeenDialog } from './SeenDialog'
import { TakeBackDialog } from './TakeBackDialog'

type Asked = { what: 'take-back' | 'seen'; move: RecordMove } | null

/** What came to this record and what left it: when, by whom, why. A move that was taken back stays in the list. */
export function Moves({ patient }: { patient: string }) {
  const query = useQuery(q.moves(patient))
  const [asked, setAsked] = useState<Asked>(null)
  const close = () => setAsked(null)
  return (
    <Pane title={t('Moved pieces')} flush>
      <Loaded query={query} loading={<Lines count={2} label={t('Loading what was moved')} />}>
        {({ items }) =>
          !items.length ? (
            <p className={`${styles.nothing} soft small`}>{t('Nothing was brought to this record, and nothing left it.')}</p>
          ) : (
            <div className={table.scroll} tabIndex={0} role="region" aria-label={t('Moved pieces, table')}>
              <table className={table.table}>
                <thead><tr><th>{t('What')}</th><th>{t('From, to')}</th><th>{t('When, why')}</th><th><span className="read-only-by-ear">{t('Acts')}</span></th></tr></thead>
                <tbody>{items.map((move) => <Row key={move.id} move={move} here={patient} onAsk={(what) => setAsked({ what, move })} />)}</tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      {asked?.what === 'take-back' && <TakeBackDialog move={asked.move} onClose={close} />}
      {asked?.what === 'seen' && <SeenDialog move={asked.move} onClose={close} />}
    </Pane>
  )
}

function Row({ move, here, onAsk }: { move: RecordMove; here: string; onAsk: (what: 'take-back' | 'seen') => void }) {
  const permission = useMay('link-patients')
  const isAccount = move.from.id === move.to.id
  const left = move.from.id === here && !isAccount
  const open = move.taken_back_by ? { allowed: false, why: t('It was taken back already.') } : isAccount ? { allowed: false, why: t('A change of the account is mended by the source that sent it.') } : permission
  return (
    <tr>
      <th scope="row">
        {nameOfPiece(move.type)}: {left ? move.title : <Opens move={move} here={here}>{move.title}</Opens>}
        <br /><span className="soft">{countsOf(move.pieces).map((one) => one.count).join(', ')}</span>
      </th>
      <td>
        <div className={styles.way}>
          {isAccount ? <Tag>{t('Another account')}</Tag> : left ? <Tag tone="warn" icon="next">{t('Left for')}</Tag> : <Tag tone="accent" icon="back">{t('Came from')}</Tag>}
          {!isAccount && <Person person={left ? move.to : move.from} />}
        </div>
      </td>
      <td>
        {at(move.at)}{move.moved_by && ` ${t('by {name}', { name: move.moved_by.name })}`}
        {move.message && <> <AppLink to={paths.message(move.message)}>{t('Message {trigger}', { trigger: move.origin })}</AppLink></>}
        <br /><span className="soft"><Said>{move.reason.sentence || move.reason.code}</Said></span>
        {move.note && <> <q>{move.note}</q></>}
        {move.takes_back && <> <Tag icon="replay">{t('Takes a move back')}</Tag></>}
        {move.taken_back_by && <> <Tag icon="replay">{t('Taken back')}</Tag></>}
      </td>
      <td>
        <div className={styles.acts}>
          {!move.takes_back && <Act size="compact-sm" {...open} onClick={() => onAsk('take-back')}>{t('Take back…')}</Act>}
          <Act size="compact-sm" {...permission} onClick={() => onAsk('seen')}>{t('Who saw it meanwhile…')}</Act>
        </div>
      </td>
    </tr>
  )
}

/** What stands in this chart opens in it; what left it again does not. */
function Opens({ move, here, children }: { move: RecordMove; here: string; children: ReactNode }) {
  if (move.taken_back_by) return <>{children}</>
  return <AppLink to={move.type === 'DocumentReference' ? paths.chartDocument(here, move.resource) : paths.chart(here, { entry: move.resource })}>{children}</AppLink>
}

function Person({ person }: { person: MovePatient }) {
  if (!person.name) return <span className="soft">{t('a record that is not open to you')}</span>
  return <AppLink to={paths.chart(person.id)}><span className="mono">{person.mrn ?? person.id}</span> {person.name}{person.birth_date && <span className="num">, {day(person.birth_date)}</span>}</AppLink>
}
