// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { q } from '@/api/queries'
import type { RecordMove, SeenMeanwhile } from '@/api/types'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { EmptyState, Lines } from '@/ui/Empty'
import { at, words } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { nameOfPiece } from '@/ui/pieces'
import { Said } from '@/ui/Said'
import table from '@/ui/table.module.css'

/** Whoever looked at a piece, printed it or was sent it while it stood with the wrong patient may have to be told. */
export function SeenDialog({ move, onClose }: { move: RecordMove; onClose: () => void }) {
  const query = useQuery(q.seenMeanwhile(move.id))
  return <SeenList query={query} onClose={onClose}>{t('From the ledger: everybody who looked at “{title}” or at a part of it, printed it or was sent it before it was moved on {when}.', { title: move.title, when: at(move.at) })}</SeenList>
}

/** Who saw something, from the ledger, whatever ended it. */
export function SeenList({ query, onClose, children }: { query: UseQueryResult<SeenMeanwhile>; onClose: () => void; children: ReactNode }) {
  return (
    <Dialog wide title={t('Who saw it meanwhile')} onClose={onClose} footer={<Button data-autofocus onClick={onClose}>{t('Close')}</Button>}>
      <p className="small">{children}</p>
      <Loaded query={query} loading={<Lines count={3} label={t('Reading the ledger')} />} isEmpty={(list) => !list.items.length} empty={<EmptyState title={t('Nobody saw it')}>{t('The ledger holds no look at any of it before the move.')}</EmptyState>}>
        {({ items }) => (
          <div className={table.scroll} tabIndex={0} role="region" aria-label={t('Who saw it meanwhile, table')}>
            <table className={table.table}>
              <thead><tr><th>{t('Who')}</th><th>{t('Act')}</th><th>{t('What')}</th><th>{t('When')}</th><th>{t('Where')}</th></tr></thead>
              <tbody>
                {items.map((one) => (
                  <tr key={one.entry}><th scope="row">{one.user?.name ?? t('a program')}</th><td><Said>{words(one.act)}</Said></td><td>{nameOfPiece(one.type)} <span className="mono soft">{one.id}</span></td><td className="num">{at(one.at)}</td><td>{one.workstation}</td></tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
    </Dialog>
  )
}
