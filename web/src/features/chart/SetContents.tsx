// SPDX-License-Identifier: Apache-2.0
import type { ProductionDocument } from '@/api/types'
import { t } from '@/i18n'
import { day } from '@/ui/format'
import { Said } from '@/ui/Said'
import table from '@/ui/table.module.css'
import { Tag } from '@/ui/Tag'
import styles from './Moves.module.css'

/** Each document with the decision about it: in, out, or in and not copied, and why. */
export function SetContents({ documents, label }: { documents: ProductionDocument[]; label: string }) {
  if (!documents.length) return <p className={`${styles.nothing} soft small`}>{t('No document of this period is open to you.')}</p>
  const inside = documents.filter((one) => one.in).length
  return (
    <>
      <p className={`${styles.nothing} small`} role="status">{t('{in} in, {out} left out', { in: inside, out: documents.length - inside })}</p>
      <div className={table.scroll} tabIndex={0} role="region" aria-label={t('{list}, table', { list: label })}>
        <table className={table.table}>
          <thead><tr><th>{t('Document')}</th><th>{t('Date')}</th><th>{t('In or out')}</th><th>{t('Why')}</th></tr></thead>
          <tbody>{documents.map((one) => <Row key={`${one.type}/${one.id}`} document={one} />)}</tbody>
        </table>
      </div>
    </>
  )
}

const lastPage = (one: ProductionDocument) => (one.first_page ?? 1) + (one.pages ?? 1) - 1

function Row({ document: one }: { document: ProductionDocument }) {
  return (
    <tr>
      <th scope="row">{one.title}</th>
      <td className="num">{day(one.at)}</td>
      <td>
        {one.in ? <Tag tone={one.problem ? 'warn' : 'good'}>{one.problem ? t('Not copied') : t('In')}</Tag> : <Tag tone="info">{t('Out')}</Tag>}
        {!!one.pages && <> <span className="num soft small">{t('pages {first} to {last}', { first: one.first_page ?? 1, last: lastPage(one) })}</span></>}
      </td>
      <td className="small"><Said>{one.problem ?? one.because}</Said> <span className="num soft">{one.clause}</span></td>
    </tr>
  )
}
