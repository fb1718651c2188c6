// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { PaperPlace, ShelfAuditRow } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { Dialog } from '@/ui/Dialog'
import { EmptyState, Reason } from '@/ui/Empty'
import { brief } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { KeyHint } from '@/ui/KeyHint'
import { Loaded } from '@/ui/Loaded'
import { AppLink, useSearchState } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { Tag } from '@/ui/Tag'
import styles from './Paper.module.css'
import { PlaceField } from './PlaceField'
import { ShelfAuditView } from './ShelfAuditView'

/** Shelf reading: how much is misfiled, which sections are read, and what was found. */
export function ShelvesTab() {
  const [search, change] = useSearchState()
  const query = useQuery(q.shelfAudits())
  const [planning, setPlanning] = useState(false)
  useHotkeys(t('Shelf reading'), [{ keys: 'n', label: t('Plan a section'), run: () => setPlanning(true) }])
  if (search.audit) return <ShelfAuditView id={search.audit} onBack={() => change({ audit: undefined })} />
  return (
    <div className="stack">
      <Rates />
      <div className="row">
        <Button variant="filled" rightSection={<KeyHint keys="n" />} onClick={() => setPlanning(true)}>{t('Plan a section')}</Button>
        <AppLink to={paths.counter()}>{t('Read it at the counter')}</AppLink>
        <AppLink to={paths.worklist('shelf-audit')}>{t('As a worklist')}</AppLink>
      </div>
      <Loaded query={query} isEmpty={(rows) => !rows.length} empty={<EmptyState icon="columns" title={t('No shelf was read yet')}>{t('A section at random tells how much of a room is misfiled, and finds folders that nobody misses yet.')}</EmptyState>}>
        {(rows) => <Audits rows={rows} onOpen={(audit) => change({ audit }, true)} />}
      </Loaded>
      {planning && <PlanDialog onClose={() => setPlanning(false)} onPlanned={(audit) => (setPlanning(false), change({ audit }, true))} />}
    </div>
  )
}

function Audits({ rows, onOpen }: { rows: ShelfAuditRow[]; onOpen: (id: string) => void }) {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('Sections')}>
      <table className={styles.table}>
        <thead><tr><th scope="col">{t('From')}</th><th scope="col">{t('Room')}</th><th scope="col">{t('State')}</th><th scope="col">{t('Read')}</th><th scope="col">{t('Misfiled')}</th><th scope="col">{t('Not seen')}</th><th scope="col">{t('Planned')}</th></tr></thead>
        <tbody>
          {rows.map((one) => (
            <tr key={one.id}>
              <td><Button variant="subtle" size="compact-sm" onClick={() => onOpen(one.id)}>{one.from_number}</Button></td>
              <td>{one.room.path}</td>
              <td><Tag tone={one.state === 'compared' ? 'warn' : one.state === 'closed' ? 'good' : 'info'}>{said(one.state_title)}</Tag></td>
              <td>{one.compared_at ? one.figures.read : `${one.readings} / ${one.figures.expected || one.volumes}`}</td>
              <td>{one.compared_at ? one.figures.misfiled : '–'}</td>
              <td>{one.compared_at ? one.figures.not_seen : '–'}</td>
              <td>{brief(one.planned_at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const inPercent = (perThousand: number) => `${(perThousand / 10).toFixed(1)} %`

function Rates() {
  const query = useQuery(q.misfileRates())
  return (
    <Pane title={t('Misfiled, the last 90 days')}>
      <Loaded query={query} isEmpty={(data) => !data.items.length} empty={<p>{t('Nothing was read in this time.')}</p>}>
        {({ items }) => (
          <table className={styles.table}>
            <thead><tr><th scope="col">{t('Room')}</th><th scope="col">{t('Volumes read')}</th><th scope="col">{t('Misfiled')}</th><th scope="col">{t('Rate')}</th><th scope="col">{t('With 95 % confidence between')}</th><th scope="col">{t('Not seen')}</th></tr></thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.room.id}>
                  <td>{one.room.path}</td><td>{one.read}</td><td>{one.misfiled}</td>
                  <td data-testid="misfile-rate"><strong>{inPercent(one.per_thousand)}</strong></td>
                  <td>{t('{low} and {high}', { low: inPercent(one.low), high: inPercent(one.high) })}</td>
                  <td>{one.not_seen}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
    </Pane>
  )
}

function PlanDialog({ onClose, onPlanned }: { onClose: () => void; onPlanned: (id: string) => void }) {
  const client = useQueryClient()
  const [room, setRoom] = useState<PaperPlace>()
  const [from, setFrom] = useState('')
  const [volumes, setVolumes] = useState('')
  const [refusal, setRefusal] = useState<string>()
  const plan = async () => {
    if (!room) return setRefusal(t('Say which room of the file is read.'))
    try {
      const audit = await api.planShelfAudit({ room: room.id, ...(from && { from_number: from }), ...(volumes && { volumes: Number(volumes) }) })
      await client.invalidateQueries({ queryKey: ['paper'] })
      onPlanned(audit.id)
    } catch (error) {
      setRefusal(asProblem(error).message)
    }
  }
  return (
    <Dialog title={t('Plan a section')} onClose={onClose} onSubmit={() => void plan()} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled">{t('Plan')}</Button></>}>
      <div className="stack">
        <PlaceField label={t('Room')} goes="file" place={room} onPlace={setRoom} />
        <TextInput label={t('From this number (empty: at random)')} value={from} onChange={(event) => setFrom(event.currentTarget.value)} autoComplete="off" />
        <TextInput label={t('How many volumes (empty: as the rule says)')} value={volumes} inputMode="numeric" onChange={(event) => setVolumes(event.currentTarget.value)} autoComplete="off" />
        {refusal && <Reason tone="bad">{refusal}</Reason>}
      </div>
    </Dialog>
  )
}
