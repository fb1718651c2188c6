// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import type { PaperVolumeView } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { at, brief, due, words } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { NewVolumeDialog } from '@/ui/NewVolumeDialog'
import { AppLink } from '@/ui/navigate'
import { Facts, Pane } from '@/ui/Page'
import { Tag } from '@/ui/Tag'
import { done, failed } from '@/ui/toasts'
import { asProblem } from '@/api/http'
import { MoveDialog } from './MoveDialog'
import styles from './Paper.module.css'
import { isByHand, toneOf, volumeName } from './words'

const keyOf: Record<string, string> = { 'check-in': 'c', 'charge-out': 'o', recharge: 'o', move: 'm', 'mark-missing': 'x', find: 'f' }

/** A volume: where it is, whose it is, what is asked for it, what may be done, what happened. */
export function VolumeCard({ view, onMoved }: { view: Omit<PaperVolumeView, 'old_numbers'> & Partial<PaperVolumeView>; onMoved: (view: PaperVolumeView) => void }) {
  const { volume, history, requisitions, events } = view
  const client = useQueryClient()
  const [making, setMaking] = useState(false)
  const [moving, setMoving] = useState<{ event: string; title: string }>()
  const offered = events.filter((one) => isByHand(one.event))
  useHotkeys(t('Volume'), [...(volume.patient ? [{ keys: 'v', label: t('New volume'), run: () => setMaking(true) }] : []), ...offered.filter((one) => keyOf[one.event]).map((one) => ({ keys: keyOf[one.event] ?? '', label: said(one.title), run: () => setMoving(one) }))])
  const moved = (next: PaperVolumeView) => {
    setMoving(undefined)
    void client.invalidateQueries({ queryKey: ['paper'] })
    done(t('Recorded: {state}', { state: said(next.volume.state_title) }))
    onMoved(next)
  }
  const print = async (what: 'labels' | 'outguides' | 'transfer-slips') => {
    try {
      const url = URL.createObjectURL((await api.printPaper({ what, volumes: [volume.id] })).bytes)
      window.open(url, '_blank', 'noopener')
      setTimeout(() => URL.revokeObjectURL(url), 60_000)
    } catch (error) {
      failed(asProblem(error).message)
    }
  }
  return (
    <div className={styles.grid}>
      <Pane title={t('Where it is')}>
        <div className="stack">
          <p className={styles.where} data-testid="paper-place">{volume.place?.path ?? t('Not known')}</p>
          <p className="row"><Tag tone={toneOf(volume)}>{said(volume.state_title)}</Tag> {volume.overdue && <Tag tone="bad" icon="clock">{due(volume.due_at)}</Tag>} {volume.temporary && <Tag tone="warn">{t('Temporary: the original is missing')}</Tag>}</p>
          <Facts facts={[
            { name: t('Patient'), value: volume.patient ? <AppLink to={paths.chart(volume.patient.id)}>{volume.patient.name}</AppLink> : t('Not open to you') },
            { name: t('Filed as'), value: <span className={styles.number}>{volume.filed_as}</span> },
            { name: t('Volume'), value: volumeName(volume) },
            { name: t('Colours'), value: volume.colours.map((one) => words(one)).join(', ') },
            { name: t('Since'), value: at(volume.since) },
            { name: t('Due back'), value: volume.due_at && at(volume.due_at) },
            { name: t('Belongs in'), value: volume.home?.path },
            { name: t('Papers of'), value: volume.from_day && `${volume.from_day} – ${volume.until_day ?? ''}` },
            { name: t('On the medium'), value: volume.position },
            { name: t('Certificate'), value: volume.certificate },
            { name: t('Old numbers'), value: view.old_numbers?.map((one) => [one.value, words(one.scheme), one.hospital].filter(Boolean).join(' · ')).join('; ') },
            { name: t('Barcode'), value: volume.barcode },
          ]} />
          <div className={styles.acts}>
            {offered.map((one) => <Button key={one.event} variant={one.event === 'check-in' || one.event === 'charge-out' ? 'filled' : 'default'} onClick={() => setMoving(one)}>{said(one.title)}</Button>)}
            {(volume.state === 'missing' || volume.state === 'lost') && <AppLink to={paths.paperHunt(volume.id)}>{t('Open the hunt')}</AppLink>}
          </div>
          <div className={styles.acts}>
            {volume.patient && <Button variant="subtle" size="compact-sm" onClick={() => setMaking(true)}>{t('New volume')}</Button>}
            <Button variant="subtle" size="compact-sm" onClick={() => void print('labels')}>{t('Print a label')}</Button>
            {volume.state === 'out' && <Button variant="subtle" size="compact-sm" onClick={() => void print('outguides')}>{t('Print the outguide')}</Button>}
            {volume.state === 'transferred' && <Button variant="subtle" size="compact-sm" onClick={() => void print('transfer-slips')}>{t('Print the transfer slip')}</Button>}
          </div>
        </div>
      </Pane>
      {requisitions.length > 0 && (
        <Pane title={t('Asked for')}>
          <ul className={styles.list}>
            {requisitions.map((one) => (
              <li key={one.id} className="row">
                <Tag tone={one.priority === 'stat' ? 'bad' : 'plain'}>{one.priority === 'stat' ? 'STAT' : words(one.priority)}</Tag>
                <span>{one.deliver_to?.path}</span> <span className="soft">{said(one.state_title)} · {due(one.needed_at)}</span>
              </li>
            ))}
          </ul>
        </Pane>
      )}
      <Pane title={t('History')}>
        <ul className={styles.list}>
          {history.map((one) => (
            <li key={one.id}>
              <strong>{said(one.title)}</strong> · {brief(one.at)} · {one.to?.path}{one.by && ` · ${one.by.name}`}{one.purpose && ` · ${words(one.purpose)}`}
            </li>
          ))}
        </ul>
      </Pane>
      {making && volume.patient && (
        <NewVolumeDialog
          patient={volume.patient.id}
          kind={volume.kind}
          onClose={() => setMaking(false)}
          onMade={(next) => {
            setMaking(false)
            done(t('Volume {n} is made', { n: next.volume.number }))
            onMoved(next)
          }}
        />
      )}
      {moving && <MoveDialog volume={volume} kind={moving.event} title={said(moving.title)} onClose={() => setMoving(undefined)} onMoved={moved} />}
    </div>
  )
}
