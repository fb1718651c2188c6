// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { at } from '@/ui/format'
import { Pane } from '@/ui/Page'
import { nameOfPiece } from '@/ui/pieces'
import { Said } from '@/ui/Said'
import table from '@/ui/table.module.css'

const ended: Record<string, string> = { moved: t('brought to its own chart'), released: t('found right here') }

/** What was withheld in this record as another patient's: a tombstone names when and why, no title. Nothing where there is none. */
export function Withheld({ patient }: { patient: string }) {
  const { data } = useQuery(q.withheld(patient))
  if (!data?.items.length) return null
  return (
    <Pane title={t('Withheld')} flush>
      <div className={table.scroll} tabIndex={0} role="region" aria-label={t('Withheld, table')}>
        <table className={table.table}>
          <thead><tr><th>{t('What')}</th><th>{t('When, why')}</th><th>{t('Until')}</th></tr></thead>
          <tbody>
            {data.items.map((one) => (
              <tr key={one.id}><th scope="row">{nameOfPiece(one.type)}</th><td><span className="num">{at(one.at)}</span>{one.by && <> · {one.by.name}</>}<br /><Said>{one.reason.sentence}</Said></td><td>{one.lifted_at ? <><span className="num">{at(one.lifted_at)}</span><br />{ended[one.lifted_how ?? '']}</> : t('withheld now')}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
    </Pane>
  )
}
