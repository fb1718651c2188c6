// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { EmptyState } from '@/ui/Empty'
import { due, words } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { KeyHint } from '@/ui/KeyHint'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Tag } from '@/ui/Tag'
import { failed } from '@/ui/toasts'
import styles from './Paper.module.css'
import { toneOf } from './words'

const isLate = (needed: string) => new Date(needed).getTime() < Date.now()

/** What is asked for, STAT first with its time running, then in the order in which somebody walks along the shelves. */
export function RequestsTab() {
  const client = useQueryClient()
  const query = useQuery(q.pullList())
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 15_000)
    return () => clearInterval(timer)
  }, [])
  const print = async () => {
    try {
      const url = URL.createObjectURL((await api.printPaper({ what: 'pull-list' })).bytes)
      window.open(url, '_blank', 'noopener')
      setTimeout(() => URL.revokeObjectURL(url), 60_000)
      await client.invalidateQueries({ queryKey: ['paper'] })
    } catch (error) {
      failed(asProblem(error).message)
    }
  }
  useHotkeys(t('Requests'), [{ keys: 'p', label: t('Print the pull list'), run: () => void print(), atOnce: true }])
  return (
    <Loaded query={query} isEmpty={(data) => !data.items.length} empty={<EmptyState icon="check" title={t('Nothing is asked for')}>{t('Requests of wards, of clinics by the schedule and of arrivals stand here by themselves.')}</EmptyState>}>
      {({ items, total }) => (
        <div className="stack">
          <div className="row">
            <span role="status">{t('{n, plural, one {# volume} other {# volumes}} asked for', { n: total })}</span>
            <Button rightSection={<KeyHint keys="p" />} onClick={() => void print()}>{t('Print the pull list')}</Button>
            <AppLink to={paths.worklist('paper-requisition')}>{t('As a worklist')}</AppLink>
          </div>
          <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('Requests in the order of the walk')}>
            <table className={styles.table}>
              <thead><tr><th scope="col">{t('Priority')}</th><th scope="col">{t('Needed')}</th><th scope="col">{t('Filed as')}</th><th scope="col">{t('Where it is')}</th><th scope="col">{t('Goes to')}</th><th scope="col">{t('State')}</th></tr></thead>
              <tbody>
                {items.map(({ requisition, volume }) => (
                  <tr key={requisition.id}>
                    <td><Tag tone={requisition.priority === 'stat' ? 'bad' : requisition.priority === 'urgent' ? 'warn' : 'plain'} icon={requisition.priority === 'stat' ? 'clock' : undefined}>{requisition.priority === 'stat' ? 'STAT' : words(requisition.priority)}</Tag></td>
                    <td className="num">{isLate(requisition.needed_at) ? <Tag tone="bad">{due(requisition.needed_at)}</Tag> : due(requisition.needed_at)}</td>
                    <td><span className={styles.number}>{volume.filed_as}</span> {t('vol. {n}', { n: volume.number })}</td>
                    <td><Tag tone={toneOf(volume)}>{said(volume.state_title)}</Tag> {volume.place?.path}</td>
                    <td>{requisition.deliver_to?.path}{requisition.requester && requisition.origin === 'desk' ? ` · ${requisition.requester}` : ''}</td>
                    <td><AppLink to={paths.worklist('paper-requisition', { item: requisition.item })}>{said(requisition.state_title)}</AppLink></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </div>
      )}
    </Loaded>
  )
}
