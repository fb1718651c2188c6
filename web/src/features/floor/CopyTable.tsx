// SPDX-License-Identifier: Apache-2.0
import type { WardCopy } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { at, due } from '@/ui/format'
import { AppLink } from '@/ui/navigate'
import { Said } from '@/ui/Said'
import table from '@/ui/table.module.css'
import { Tag } from '@/ui/Tag'
import styles from './Floor.module.css'

/** Copies as one walks: the room, what it is, whose, and by when. */
export function CopyTable({ copies, label }: { copies: WardCopy[]; label: string }) {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('Copies: {where}', { where: label })}>
      <table className={table.table}>
        <thead><tr><th scope="col">{t('Room')}</th><th scope="col">{t('What')}</th><th scope="col">{t('Patient')}</th><th scope="col">{t('State')}</th><th scope="col">{t('Due')}</th><th scope="col">{t('Barcode')}</th></tr></thead>
        <tbody>{copies.map((copy) => <Row key={copy.id} copy={copy} />)}</tbody>
      </table>
    </div>
  )
}

function Row({ copy }: { copy: WardCopy }) {
  return (
    <tr>
      <td>{copy.room || copy.ward || t('not known')}</td>
      <th scope="row"><AppLink to={paths.document(copy.document.id)}>{copy.title}</AppLink>{copy.replaces && <span className="soft small"> {t('replaces a copy')}</span>}</th>
      <td>{copy.patient?.name}</td>
      <td><Said>{copy.state_title}</Said>{copy.reason && <span className="soft small"><br /><Said>{copy.reason}</Said></span>}</td>
      <td>
        {copy.priority === 'stat' && <Tag tone="bad" icon="warning">{t('STAT')}</Tag>}{' '}
        {copy.delivered_at ? <>{at(copy.delivered_at)}{copy.delivered_to && <span className="soft small"> {copy.delivered_to.name}</span>}</> : copy.late ? <Tag tone="bad" icon="clock">{due(copy.due_at)}</Tag> : <span className="num">{due(copy.due_at)}</span>}
      </td>
      <td><span className="mono">{copy.barcode}</span></td>
    </tr>
  )
}
