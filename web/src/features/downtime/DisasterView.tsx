// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { q } from '@/api/queries'
import type { DisasterIdentity, Disasters } from '@/api/types'
import { t } from '@/i18n'
import { words } from '@/ui/format'
import { handOver } from '@/ui/hand_over'
import { Loaded } from '@/ui/Loaded'
import { Facts, Pane } from '@/ui/Page'
import { DescribeDialog } from './DescribeDialog'
import { IdentifyDialog } from './IdentifyDialog'
import { Inquiries } from './Inquiries'
import { Refused } from './Refused'
import { useAct } from './useAct'
import styles from './Downtime.module.css'

const isBorne = (one: DisasterIdentity) => one.state === 'in-use' || one.state === 'discharged-unknown'
const seenWords = (one: DisasterIdentity) => [one.sex && words(one.sex), one.age, one.marks, one.where].filter(Boolean).join(', ')

/** Who is who: triage tag, number, what is seen of them, and who they turned out to be. */
export function DisasterView({ id, terms, back }: { id: string; terms: Disasters; back: () => void }) {
  const query = useQuery(q.disaster(id))
  const [described, setDescribed] = useState<DisasterIdentity>()
  const [identified, setIdentified] = useState<DisasterIdentity>()
  const { run, busy, problem } = useAct()
  return (
    <Loaded query={query}>
      {(disaster) => {
        const reserved = disaster.identities.filter((one) => one.state === 'reserved')
        const kits = reserved.slice(0, terms.kits_at_once)
        const [first, last] = [kits[0], kits[kits.length - 1]]
        return (
          <div className="stack">
            <div className={styles.line}>
              <Button onClick={back}>{t('All disasters')}</Button>
              {first && last && <Button loading={busy} onClick={() => void run(async () => handOver(await api.printKits(id, { from: first.place, until: last.place })))}>{t('Print chart kits')}</Button>}
              {!disaster.ended_at && <Button loading={busy} onClick={() => void run(() => api.reserveIdentities(id, 10))}>{t('Reserve 10 more')}</Button>}
              {!disaster.ended_at && <Button loading={busy} onClick={() => void run(() => api.endDisaster(id))}>{t('End it and retire the rest')}</Button>}
            </div>
            <Refused problem={problem} />
            <Pane title={disaster.what}>
              <Facts facts={[
                { name: t('Ordered'), value: disaster.reason },
                { name: t('Still unknown'), value: String(disaster.identities.filter(isBorne).length) },
                { name: t('Identified'), value: String(disaster.identities.filter((one) => one.state === 'identified').length) },
                { name: t('Reserved'), value: String(reserved.length) },
              ]} />
            </Pane>
            <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('Who is who')}>
              <table className={styles.table}>
                <thead><tr><th scope="col">{t('Triage tag')}</th><th scope="col">{t('Identity')}</th><th scope="col">{t('Number')}</th><th scope="col">{t('Seen')}</th><th scope="col">{t('State')}</th><th scope="col">{t('Acts')}</th></tr></thead>
                <tbody>{disaster.identities.map((one) => (
                  <tr key={one.id}>
                    <td>{one.triage_tag}</td><td>{one.name}</td><td className="num">{one.number}</td><td>{seenWords(one)}</td>
                    <td>{one.real ? `${one.real.name}, ${one.real.mrn}` : words(one.state)}</td>
                    <td>
                      {(one.state === 'reserved' || isBorne(one)) && <Button size="compact-xs" onClick={() => setDescribed(one)} aria-label={t('Describe {name}', { name: one.name })}>{t('Describe')}</Button>}
                      {isBorne(one) && <Button size="compact-xs" onClick={() => setIdentified(one)} aria-label={t('Identify {name}', { name: one.name })}>{t('Identify')}</Button>}
                      {one.state === 'identified' && <Button size="compact-xs" onClick={() => void run(() => api.takeIdentityBack(one.id, 'wrong-person'))} aria-label={t('Take back {name}', { name: one.name })}>{t('Take back')}</Button>}
                    </td>
                  </tr>
                ))}</tbody>
              </table>
            </div>
            <Inquiries disaster={disaster} terms={terms} />
            {described && <DescribeDialog identity={described} onClose={() => setDescribed(undefined)} />}
            {identified && <IdentifyDialog identity={identified} onClose={() => setIdentified(undefined)} />}
          </div>
        )
      }}
    </Loaded>
  )
}
