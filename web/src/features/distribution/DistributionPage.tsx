// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/client'
import { q } from '@/api/queries'
import type { Distribution } from '@/api/types'
import { said, t } from '@/i18n'
import { Act } from '@/ui/Act'
import { Reason } from '@/ui/Empty'
import { at } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import { useSearchState } from '@/ui/navigate'
import { Page, Pane } from '@/ui/Page'
import { useMay } from '@/ui/session'
import { Tabs } from '@/ui/Tabs'
import { CopiesTab } from './CopiesTab'
import styles from './Distribution.module.css'
import { OptOuts } from './OptOuts'
import { RecipientsTab } from './RecipientsTab'
import { channelWords, type Channel } from './words'

/** Copies of finished reports: what failed first, then all; how everybody is reached. */
export function DistributionPage() {
  const [search, change] = useSearchState()
  const figures = useQuery(q.distribution())
  const to = (tab?: string) => change({ tab, of: undefined, channel: undefined })
  useHotkeys(t('Distribution'), [
    { keys: '1', label: t('In trouble'), run: () => to() },
    { keys: '2', label: t('All copies'), run: () => to('copies') },
    { keys: '3', label: t('Recipients'), run: () => to('recipients') },
    { keys: '4', label: t('Not to be sent copies'), run: () => to('opt-outs') },
  ])
  const onChannel = (channel?: string) => change({ channel })
  return (
    <Page title={t('Distribution')} keepFocus>
      <div className="stack">
        <Loaded query={figures}>{(data) => <Channels data={data} />}</Loaded>
        <Tabs
          label={t('Distribution')}
          current={search.tab ?? 'trouble'}
          onChange={(tab) => to(tab === 'trouble' ? undefined : tab)}
          tabs={[
            { id: 'trouble', title: t('In trouble'), content: () => <CopiesTab trouble channel={search.channel} onChannel={onChannel} /> },
            { id: 'copies', title: t('All copies'), content: () => <CopiesTab channel={search.channel} onChannel={onChannel} /> },
            { id: 'recipients', title: t('Recipients'), content: () => <RecipientsTab of={search.of} onLook={(of) => change({ of })} /> },
            { id: 'opt-outs', title: t('Not to be sent copies'), content: () => <OptOuts /> },
          ]}
        />
      </div>
    </Page>
  )
}

function Channels({ data }: { data: Distribution }) {
  if (!data.begun_at) return <Begin />
  return (
    <Pane title={t('Ways')}>
      {data.channels.length > 0 && (
        <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('Way')}>
          <table className={styles.table}>
            <thead><tr><th scope="col">{t('Way')}</th><th scope="col">{t('To be sent')}</th><th scope="col">{t('On its way')}</th><th scope="col">{t('Failed')}</th><th scope="col">{t('Asked back')}</th></tr></thead>
            <tbody>
              {data.channels.map((one) => (
                <tr key={one.channel}>
                  <td>{channelWords(one.channel as Channel)}{one.problem && <p className="small"><strong>{t('Away')}</strong> {one.owed_since && t('since {when}', { when: at(one.owed_since) })}: {said(one.problem)}</p>}</td>
                  <td>{one.owed}</td><td>{one.sent}</td><td>{one.failed}</td><td>{one.asked_back}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="soft small">{t('{n} documents wait to be given out.', { n: data.waiting })} {t('Copies are given out since {when}.', { when: at(data.begun_at) })}</p>
    </Pane>
  )
}

function Begin() {
  const client = useQueryClient()
  const keeps = useMay('file-documents')
  const begin = async () => {
    await api.beginDistribution()
    void client.invalidateQueries({ queryKey: ['distribution'] })
  }
  return (
    <Reason tone="info" title={t('This house gives out no copies yet')}>
      <p>{t('Say first how your physicians, clinics and wards are reached. From then on every finished report is given out.')}</p>
      <Act {...keeps} onClick={() => void begin()}>{t('Begin now')}</Act>
    </Reason>
  )
}
