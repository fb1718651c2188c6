// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { q } from '@/api/queries'
import type { DowntimePack } from '@/api/types'
import { t } from '@/i18n'
import { EmptyState, Reason } from '@/ui/Empty'
import { ago, at, bytes, count, words } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { Facts, Pane } from '@/ui/Page'
import { EventForms } from './EventForms'
import { Refused } from './Refused'
import { useAct } from './useAct'
import styles from './Downtime.module.css'

function PackPane({ pack }: { pack: DowntimePack }) {
  const { run, busy, problem } = useAct()
  const old = pack.made_at && Date.now() - Date.parse(pack.made_at) > pack.warn_minutes * 60_000
  return (
    <Pane title={t('Downtime pack')} actions={pack.is_set_up && <Button size="compact-sm" loading={busy} onClick={() => void run(api.makePack)}>{t('Make it now')}</Button>}>
      <div className="stack">
        {!pack.is_set_up && <p>{t('No folder for the downtime pack is named. The administrator sets downtime-folder and downtime-passphrase in the configuration.')}</p>}
        {pack.is_set_up && <Facts facts={[
          { name: t('Made'), value: pack.made_at ? `${at(pack.made_at)} (${ago(pack.made_at)})` : t('not yet') },
          pack.people !== undefined && { name: t('People in it'), value: count(pack.people) },
          pack.left_out !== undefined && { name: t('Left out, restricted'), value: count(pack.left_out) },
          pack.bytes !== undefined && { name: t('Size'), value: bytes(pack.bytes) },
          { name: t('Where'), value: pack.file ?? pack.folder ?? '' },
        ]} />}
        {old && <Reason tone="warn">{t('The pack is older than {n} minutes.', { n: pack.warn_minutes })}</Reason>}
        {pack.problem && <Reason tone="bad">{pack.problem}</Reason>}
        <Refused problem={problem} />
      </div>
    </Pane>
  )
}

function BeginPane({ choose }: { choose: (id: string) => void }) {
  const [what, setWhat] = useState('')
  const { run, busy, problem } = useAct()
  const begin = () => run(async () => {
    const event = await api.beginDowntime({ what })
    setWhat('')
    choose(event.id)
  })
  return (
    <Pane title={t('Begin a downtime')}>
      <form className={styles.line} onSubmit={(event) => { event.preventDefault(); void begin() }}>
        <TextInput label={t('What went away')} value={what} onChange={(event) => setWhat(event.currentTarget.value)} />
        <Button type="submit" loading={busy}>{t('Begin')}</Button>
      </form>
      <Refused problem={problem} />
    </Pane>
  )
}

/** The pack, times without the server, and their forms. */
export function DowntimeTab({ chosen, choose }: { chosen?: string; choose: (id?: string) => void }) {
  const query = useQuery(q.downtime())
  if (chosen) return <EventForms id={chosen} kinds={query.data?.kinds ?? []} back={() => choose(undefined)} />
  return (
    <Loaded query={query}>
      {(data) => (
        <div className="stack">
          <PackPane pack={data.pack} />
          <BeginPane choose={choose} />
          <Pane title={t('Times without the server')}>
            {data.events.length === 0 ? <EmptyState icon="check" title={t('No downtime was recorded')} /> : (
              <table className={styles.table}>
                <thead><tr><th scope="col">{t('What went away')}</th><th scope="col">{t('Began')}</th><th scope="col">{t('Ended')}</th><th scope="col">{t('State')}</th></tr></thead>
                <tbody>{data.events.map((one) => (
                  <tr key={one.id}><td><Button size="compact-sm" variant="subtle" onClick={() => choose(one.id)}>{one.what}</Button></td><td>{at(one.began_at)}</td><td>{at(one.ended_at)}</td><td>{words(one.state)}</td></tr>
                ))}</tbody>
              </table>
            )}
          </Pane>
        </div>
      )}
    </Loaded>
  )
}
