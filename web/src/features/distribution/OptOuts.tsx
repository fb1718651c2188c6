// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { DistributionOptOuts } from '@/api/types'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { at } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { Pane } from '@/ui/Page'
import { useMay } from '@/ui/session'
import table from '@/ui/table.module.css'
import { done, failed } from '@/ui/toasts'
import { OptOutDialog } from './OptOutDialog'
import { reasonWords } from './words'

type OptOut = DistributionOptOuts['items'][number]

/** Who asked not to be sent something: of one patient in their chart, or of every patient. */
export function OptOuts({ patient }: { patient?: string }) {
  const query = useQuery(q.optOuts(patient))
  const keeps = useMay('file-documents')
  const [adding, setAdding] = useState(false)
  return (
    <Pane title={t('Not to be sent copies')} flush actions={<Act size="compact-sm" {...keeps} onClick={() => setAdding(true)}>{t('Somebody asked…')}</Act>}>
      <Loaded query={query}>{({ items }) => <List items={items} inChart={!!patient} />}</Loaded>
      {adding && <OptOutDialog patient={patient} onClose={() => setAdding(false)} />}
    </Pane>
  )
}

function List({ items, inChart }: { items: OptOut[]; inChart: boolean }) {
  const { end, keeps } = useEnd()
  const { data: people } = useQuery({ ...q.recipients(''), enabled: items.some((one) => one.recipient) })
  if (!items.length) return <p className="soft small" style={{ padding: 'var(--mantine-spacing-sm)' }}>{inChart ? t('Nobody asked anything about the copies of this person.') : t('Nobody asked not to be sent anything.')}</p>
  const nameOf = (key: string) => (key ? people?.items.find((one) => one.key === key)?.name ?? key : t('Everybody'))
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={t('Wishes about copies, table')}>
      <table className={table.table}>
        <thead><tr><th scope="col">{t('Who')}</th><th scope="col">{t('What')}</th><th scope="col">{t('Why')}</th><th scope="col">{t('Steps')}</th></tr></thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.id}>
              <th scope="row">{nameOf(one.recipient)}{one.role && <span className="soft small"> {reasonWords(one.role)}</span>}</th>
              <td>{one.type ? <span className="mono">{one.type}</span> : t('every report')}{inChart && !one.patient && <span className="soft small"> {t('of every patient')}</span>}</td>
              <td>{one.reason}<br /><span className="soft small num">{at(one.said_at)}{one.said_by && ` · ${one.said_by.name}`}</span></td>
              <td><Act size="compact-sm" {...keeps} aria-label={t('{who} wants it again', { who: nameOf(one.recipient) })} onClick={() => void end(one.id)}>{t('They want it again')}</Act></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function useEnd() {
  const client = useQueryClient()
  const keeps = useMay('file-documents')
  const end = async (id: string) => {
    try {
      await api.endOptOut(id)
      done(t('Ended. What is finished from now on goes out again.'))
    } catch (error) {
      failed(asProblem(error).message)
    }
    void client.invalidateQueries({ queryKey: ['distribution', 'opt-outs'] })
    void client.invalidateQueries({ queryKey: ['patient'] })
  }
  return { end, keeps }
}
