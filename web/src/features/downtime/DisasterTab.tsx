// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { EmptyState } from '@/ui/Empty'
import { at } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { Pane } from '@/ui/Page'
import { DisasterView } from './DisasterView'
import { Refused } from './Refused'
import { useAct } from './useAct'
import styles from './Downtime.module.css'

function Declare({ most, choose }: { most: number; choose: (id: string) => void }) {
  const [what, setWhat] = useState('')
  const [reason, setReason] = useState('')
  const [number, setNumber] = useState('20')
  const { run, busy, problem } = useAct()
  const declare = () => run(async () => choose((await api.declareDisaster({ what, reason, count: Number(number) })).id))
  return (
    <Pane title={t('Declare a disaster')}>
      <form className={styles.line} onSubmit={(event) => { event.preventDefault(); void declare() }}>
        <TextInput label={t('What happened')} value={what} onChange={(event) => setWhat(event.currentTarget.value)} />
        <TextInput label={t('Who orders it, and why')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <TextInput label={t('Identities to reserve, {n} at most', { n: most })} inputMode="numeric" value={number} onChange={(event) => setNumber(event.currentTarget.value)} />
        <Button type="submit" loading={busy}>{t('Declare')}</Button>
      </form>
      <Refused problem={problem} />
    </Pane>
  )
}

/** Disasters: identities for whom nobody knows, and who they turn out to be. */
export function DisasterTab({ chosen, choose }: { chosen?: string; choose: (id?: string) => void }) {
  const query = useQuery(q.disasters())
  return (
    <Loaded query={query}>
      {(data) => chosen ? <DisasterView id={chosen} terms={data} back={() => choose(undefined)} /> : (
        <div className="stack">
          <Declare most={data.block_most} choose={choose} />
          <Pane title={t('Declared disasters')}>
            {data.items.length === 0 ? <EmptyState icon="check" title={t('No disaster was declared')} /> : (
              <table className={styles.table}>
                <thead><tr><th scope="col">{t('What happened')}</th><th scope="col">{t('Declared')}</th><th scope="col">{t('Ended')}</th></tr></thead>
                <tbody>{data.items.map((one) => (
                  <tr key={one.id}><td><Button size="compact-sm" variant="subtle" onClick={() => choose(one.id)}>{`${one.letter} · ${one.what}`}</Button></td><td>{at(one.declared_at)}</td><td>{at(one.ended_at)}</td></tr>
                ))}</tbody>
              </table>
            )}
          </Pane>
        </div>
      )}
    </Loaded>
  )
}
