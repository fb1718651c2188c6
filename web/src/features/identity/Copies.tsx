// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { Lines } from '@/ui/Empty'
import { at, count, words } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import table from '@/ui/table.module.css'
import styles from './OverlayPanel.module.css'

/** Everybody who saw, printed or was given something of the record while it held two persons: those to be told. */
export function Copies({ item }: { item: string }) {
  const query = useQuery(q.overlayCopies(item))
  return (
    <Pane title={t('Who holds contaminated copies')} flush>
      <Loaded query={query} loading={<Lines count={3} label={t('Reading the ledger')} />} isEmpty={(list) => !list.items.length} empty={<p className={`${styles.note} soft`}>{t('Nobody saw or received anything of it meanwhile.')}</p>}>
        {({ items }) => (
          <div className={table.scroll} tabIndex={0} role="region" aria-label={t('Who holds contaminated copies, table')}>
            <table className={table.table}>
              <thead><tr><th>{t('Who')}</th><th>{t('Act')}</th><th>{t('Times')}</th><th>{t('First, last')}</th><th>{t('Where')}</th></tr></thead>
              <tbody>
                {items.map((one) => (
                  <tr key={`${one.user?.id} ${one.workstation} ${one.act}`}><th scope="row">{one.user?.name ?? t('a program')}</th><td><Said>{words(one.act)}</Said></td><td className="num">{count(one.times)}</td><td className="num">{at(one.first)}{one.last !== one.first && <><br />{at(one.last)}</>}</td><td>{one.workstation}</td></tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
    </Pane>
  )
}
