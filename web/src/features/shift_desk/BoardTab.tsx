// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { q } from '@/api/queries'
import type { ShiftBoard, ShiftBoardLine } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { EmptyState } from '@/ui/Empty'
import { words } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { KeyHint } from '@/ui/KeyHint'
import { Loaded } from '@/ui/Loaded'
import { AppLink, useSearchState } from '@/ui/navigate'
import { Tag } from '@/ui/Tag'
import { Forecast } from './Forecast'
import { left, stageOf, useElapsed } from './ticking'
import { acts } from './words'
import styles from './Shift.module.css'

/** What is urgent, with the time running; some of it is chosen, and one walk fetches it. */
export function BoardTab({ night }: { night: boolean }) {
  const query = useQuery(q.shiftBoard())
  return (
    <div className={styles.columns}>
      <Loaded query={query} isEmpty={(board) => !board.items.length} empty={<EmptyState icon="check" title={t('Nothing is urgent')}>{t('STAT and urgent requests, and what is promised soon, stand here by themselves.')}</EmptyState>}>
        {(board) => <Lines board={board} night={night} />}
      </Loaded>
      {!night && <Forecast />}
    </div>
  )
}

/** At night only what one person does next: as many lines as a hand can carry. */
const atNight = 6

function Lines({ board, night }: { board: ShiftBoard; night: boolean }) {
  const [, change] = useSearchState()
  const elapsed = useElapsed(board)
  const body = useRef<HTMLTableSectionElement>(null)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const shown = night ? board.items.slice(0, atNight) : board.items
  const late = board.items.filter((one) => one.seconds_left - elapsed < 0).length
  const walkable = shown.filter((one) => one.next !== 'order' && one.next !== 'approve').map((one) => one.line.requisition.id)
  const toggle = (id: string) => setChosen((now) => (now.has(id) ? new Set([...now].filter((one) => one !== id)) : new Set([...now, id])))
  const walk = () => change({ tab: 'walk', walk: (chosen.size ? [...chosen] : walkable).slice(0, 60).join(',') })
  const move = (by: number) => {
    const boxes = [...(body.current?.querySelectorAll<HTMLInputElement>('input[type=checkbox]') ?? [])]
    const next = boxes.findIndex((one) => one === document.activeElement) + by
    boxes[Math.max(0, Math.min(boxes.length - 1, next))]?.focus()
  }
  const here = () => (document.activeElement instanceof HTMLInputElement ? document.activeElement.dataset.requisition : undefined)
  useHotkeys(t('Board'), [
    { keys: 'j', label: t('Next line'), run: () => move(1) },
    { keys: 'k', label: t('Line before'), run: () => move(-1) },
    { keys: 'x', label: t('Choose for the walk'), run: () => toggle(here() ?? '') },
    { keys: 'w', label: t('Walk: what is chosen, or all'), run: walk },
  ])
  return (
    <div className="stack">
      <div className="row">
        <span role="status">{t('{n, plural, one {# request} other {# requests}}, {late} late', { n: board.total, late })}</span>
        <Button variant="filled" rightSection={<KeyHint keys="w" />} disabled={!walkable.length} onClick={walk}>{chosen.size ? t('Walk with {n} chosen', { n: chosen.size }) : t('Walk for all of them')}</Button>
        <AppLink to={paths.worklist('paper-requisition')}>{t('As a worklist')}</AppLink>
      </div>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('Urgent requests')}>
        <table className={styles.table}>
          <thead><tr><th scope="col">{t('Time left')}</th><th scope="col">{t('Priority')}</th><th scope="col">{t('Filed as')}</th><th scope="col">{t('Where it is')}</th><th scope="col">{t('Goes to')}</th><th scope="col">{t('What to do')}</th></tr></thead>
          <tbody ref={body}>
            {shown.map((one) => <Line key={one.line.requisition.id} one={one} seconds={one.seconds_left - elapsed} near={board.near_seconds} chosen={chosen.has(one.line.requisition.id)} onToggle={() => toggle(one.line.requisition.id)} />)}
          </tbody>
        </table>
      </div>
      {shown.length < board.total && <p className="soft small">{t('{n} more wait behind these.', { n: board.total - shown.length })}</p>}
    </div>
  )
}

function Line({ one, seconds, near, chosen, onToggle }: { one: ShiftBoardLine; seconds: number; near: number; chosen: boolean; onToggle: () => void }) {
  const { requisition, volume } = one.line
  return (
    <tr className={styles.row} data-chosen={chosen || undefined}>
      <td>
        <label className={styles.time}>
          <input type="checkbox" checked={chosen} onChange={onToggle} data-requisition={requisition.id} aria-label={t('Choose {volume}', { volume: `${volume.filed_as} ${t('vol. {n}', { n: volume.number })}` })} />
          <span className={styles.left} data-stage={stageOf(seconds, near)}>{left(seconds)}</span>
        </label>
      </td>
      <td><Tag tone={requisition.priority === 'stat' ? 'bad' : requisition.priority === 'urgent' ? 'warn' : 'plain'} icon={requisition.priority === 'stat' ? 'clock' : undefined}>{requisition.priority === 'stat' ? 'STAT' : words(requisition.priority)}</Tag></td>
      <td><AppLink to={paths.paperVolume(volume.barcode)}><span className={styles.number}>{volume.filed_as}</span> {t('vol. {n}', { n: volume.number })}</AppLink></td>
      <td>{volume.place?.path}</td>
      <td>{requisition.deliver_to?.path}{one.claimed_by && <span className="soft"> · {t('with {name}', { name: one.claimed_by.name })}</span>}</td>
      <td>{one.next === 'hunt' ? <AppLink to={paths.paperHunt(volume.id)}>{acts.hunt}</AppLink> : acts[one.next]}</td>
    </tr>
  )
}
