// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { ShiftRoom } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { at, brief } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { KeyHint } from '@/ui/KeyHint'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { Tag } from '@/ui/Tag'
import { done, failed } from '@/ui/toasts'
import { left, stageOf, useElapsed } from './ticking'
import styles from './Shift.module.css'

const soon = 600

/** Who works alone and when the next sign is due; who entered the file room. */
export function RoomTab() {
  const client = useQueryClient()
  const query = useQuery(q.shiftRoom())
  const mine = query.data?.watches.find((one) => one.mine)
  const act = async (what: () => Promise<ShiftRoom>, words: string) => {
    try {
      client.setQueryData(q.shiftRoom().queryKey, await what())
      done(words)
      return true
    } catch (error) {
      failed(asProblem(error).message)
      return false
    }
  }
  const begin = () => void act(api.beginWatch, t('You are watched over: give a sign when it is due'))
  const sign = () => mine && void act(() => api.giveSign(mine.id), t('Sign given'))
  const end = () => mine && void act(() => api.endWatch(mine.id), t('You are not alone any more'))
  useHotkeys(t('In the room'), mine
    ? [{ keys: 'i', label: t('Give a sign of life'), run: sign, atOnce: true }, { keys: 'e', label: t('I am not alone any more'), run: end, atOnce: true }]
    : [{ keys: 'i', label: t('I work alone'), run: begin, atOnce: true, ready: !query.isPending }])
  return (
    <Loaded query={query}>
      {(room) => (
        <div className="stack">
          <Pane title={t('Working alone')} actions={mine ? <><Button variant="filled" rightSection={<KeyHint keys="i" />} onClick={sign}>{t('Give a sign of life')}</Button><Button rightSection={<KeyHint keys="e" />} onClick={end}>{t('I am not alone any more')}</Button></> : <Button rightSection={<KeyHint keys="i" />} onClick={begin}>{t('I work alone')}</Button>}>
            <Watches room={room} />
          </Pane>
          <Visits room={room} act={act} />
        </div>
      )}
    </Loaded>
  )
}

function Watches({ room }: { room: ShiftRoom }) {
  const elapsed = useElapsed(room)
  if (!room.watches.length) return <p className="soft">{t('Nobody has said that they work alone.')}</p>
  const secondsTo = (due: string) => (new Date(due).getTime() - new Date(room.now).getTime()) / 1000 - elapsed
  return (
    <ul className={styles.list}>
      {room.watches.map((one) => (
        <li key={one.id} className="row">
          <strong>{one.person.name}</strong> <span>{t('last sign {when}', { when: brief(one.last_sign) })}</span>
          <span className={styles.left} data-stage={stageOf(secondsTo(one.due_at), soon)}>{left(secondsTo(one.due_at))}</span>
          {one.missed && <Tag tone="bad" icon="warning">{t('No sign of life')}</Tag>} {one.item && <AppLink to={paths.worklist('lone-worker', { item: one.item })}>{t('As a worklist')}</AppLink>}
        </li>
      ))}
    </ul>
  )
}

function Visits({ room, act }: { room: ShiftRoom; act: (what: () => Promise<ShiftRoom>, words: string) => Promise<boolean> }) {
  const { data: places } = useQuery(q.paperPlaces('r'))
  const rooms = places?.filter((one) => one.kind === 'room') ?? []
  const [where, setWhere] = useState('')
  const [visitor, setVisitor] = useState('')
  const [reason, setReason] = useState('')
  const into = where || rooms[0]?.id
  const enter = async () => {
    if (!into) return
    if (await act(() => api.enterRoom({ room: into, visitor, reason }), t('Written down'))) {
      setVisitor('')
      setReason('')
    }
  }
  return (
    <Pane title={t('Who entered the file room')}>
      <form className="row no-print" onSubmit={(event) => { event.preventDefault(); void enter() }}>
        <NativeSelect label={t('File room')} value={into ?? ''} data={rooms.map((one) => ({ value: one.id, label: one.path }))} onChange={(event) => setWhere(event.currentTarget.value)} />
        <TextInput label={t('Visitor (empty: yourself)')} value={visitor} autoComplete="off" onChange={(event) => setVisitor(event.currentTarget.value)} />
        <TextInput label={t('Why')} value={reason} autoComplete="off" onChange={(event) => setReason(event.currentTarget.value)} />
        <Button type="submit" disabled={!into}>{t('Enters')}</Button>
      </form>
      <ul className={styles.list} aria-label={t('Who entered the file room')}>
        {room.visits.map((one) => (
          <li key={one.id} className="row">
            <span className="num">{at(one.entered_at)}</span> <strong>{one.visitor ?? one.person?.name}</strong> <span>{one.room}</span> <span className="soft">{one.reason}{one.visitor && ` · ${t('let in by {name}', { name: one.let_in_by.name })}`}</span>
            {one.left_at ? <span className="soft">{t('left {when}', { when: brief(one.left_at) })}</span> : <Button size="compact-sm" onClick={() => void act(() => api.leaveRoom(one.id), t('Written down'))}>{t('Leaves')}</Button>}
          </li>
        ))}
      </ul>
      {!room.visits.length && <p className="soft">{t('Nobody in the last week.')}</p>}
    </Pane>
  )
}
