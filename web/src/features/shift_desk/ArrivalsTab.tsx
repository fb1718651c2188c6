// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { EmptyState } from '@/ui/Empty'
import { brief } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { KeyHint } from '@/ui/KeyHint'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Tag } from '@/ui/Tag'
import { done, failed } from '@/ui/toasts'
import styles from './Shift.module.css'

/** Who came in lately, what of them is on paper, and whether somebody asks for it. */
export function ArrivalsTab() {
  const client = useQueryClient()
  const query = useQuery(q.shiftArrivals())
  const open = query.data?.items.find((one) => one.volumes.length && !one.asked)
  const ask = async (encounter: string | undefined) => {
    if (!encounter) return
    try {
      client.setQueryData(q.shiftArrivals().queryKey, await api.askForArrival(encounter))
      void client.invalidateQueries({ queryKey: ['shift', 'board'] })
      done(t('Asked for: it stands on the board'))
    } catch (error) {
      failed(asProblem(error).message)
    }
  }
  useHotkeys(t('Arrivals'), [{ keys: 'a', label: t('Ask for the first that nobody asks for'), run: () => void ask(open?.encounter), atOnce: true, ready: !query.isPending }])
  return (
    <Loaded query={query} isEmpty={(data) => !data.items.length} empty={<EmptyState icon="bed" title={t('Nobody came in')}>{t('Arrivals by the emergency department and admissions of the last hours stand here.')}</EmptyState>}>
      {({ items }) => (
        <ul className={styles.list} aria-label={t('Arrivals')}>
          {items.map((one) => (
            <li key={one.encounter} className="row">
              <span className="num">{brief(one.at)}</span>
              <Tag tone={one.class === 'EMER' ? 'bad' : 'plain'}>{one.class === 'EMER' ? t('Emergency') : t('Admitted')}</Tag>
              <span>{one.patient ? <AppLink to={paths.chart(one.patient.id)}>{one.patient.name}</AppLink> : t('Not open to you')}</span>
              <span className="soft">{one.volumes.length ? one.volumes.map((volume) => `${volume.filed_as} ${t('vol. {n}', { n: volume.number })}: ${said(volume.state_title)}, ${volume.place?.path ?? ''}`).join('; ') : t('Nothing on paper')}</span>
              {one.asked > 0 && <Tag tone="good" icon="check">{one.asked_for_this ? t('Asked for by the arrival') : t('Asked for')}</Tag>}
              {one.volumes.length > 0 && !one.asked && <Button className="push" rightSection={one === open ? <KeyHint keys="a" /> : undefined} onClick={() => void ask(one.encounter)}>{t('Ask for it')}</Button>}
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  )
}
