// SPDX-License-Identifier: Apache-2.0
import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import type { DistributionCopies } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { EmptyState } from '@/ui/Empty'
import { at } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Tag } from '@/ui/Tag'
import { CopyActs } from './CopyActs'
import styles from './Distribution.module.css'
import { allChannels, channelWords, isInTrouble, purposeWords, stateWords, type Channel } from './words'

/** Copies, the newest first; in trouble: failed, late, asked back, never found. */
export function CopiesTab({ trouble, channel, onChannel }: { trouble?: boolean; channel?: string; onChannel: (channel?: string) => void }) {
  const query = useQuery(q.copies({ trouble: trouble ? 1 : undefined, channel, limit: 100 }))
  return (
    <div className="stack">
      <NativeSelect label={t('By which way')} value={channel ?? ''} onChange={(event) => onChannel(event.currentTarget.value || undefined)} data={[{ value: '', label: t('Every way') }, ...allChannels.map((one) => ({ value: one, label: channelWords(one) }))]} />
      <Loaded query={query} isEmpty={(data) => !data.items.length} empty={<EmptyState icon="check" title={trouble ? t('Every copy is where it belongs') : t('No copy yet')} />}>
        {(list) => <Table list={list} />}
      </Loaded>
    </div>
  )
}

function Table({ list }: { list: DistributionCopies }) {
  const nameOf = (patient: string) => list.patients.find((one) => one.id === patient)
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('Copies')}>
      <table className={styles.table}>
        <thead><tr><th scope="col">{t('Document')}</th><th scope="col">{t('Recipient')}</th><th scope="col">{t('Way')}</th><th scope="col">{t('State')}</th><th scope="col">{t('Steps')}</th></tr></thead>
        <tbody>
          {list.items.map((one) => (
            <tr key={one.id}>
              <td><AppLink to={paths.document(one.document.id)}>{one.title}</AppLink> <span className="soft small">{t('version {n}', { n: one.version })}{one.is_notice && ` · ${t('notice')}`}</span><br /><span className="small">{[nameOf(one.patient)?.name, nameOf(one.patient)?.mrn].filter(Boolean).join(' · ')}</span></td>
              <td>{one.recipient}<br /><span className="soft small">{purposeWords(one.purpose)}</span></td>
              <td>{channelWords(one.channel as Channel)}<br /><span className="mono small">{one.address}</span></td>
              <td>{isInTrouble(one) ? <Tag tone="warn">{stateWords(one.state)}</Tag> : stateWords(one.state)} <span className="soft small">{at(one.acted_at ?? one.opened_at ?? one.delivered_at ?? one.sent_at ?? one.made_at)}</span>{one.problem && <p className="small">{said(one.problem)}</p>}</td>
              <td><CopyActs copy={one} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
