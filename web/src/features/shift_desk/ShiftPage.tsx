// SPDX-License-Identifier: Apache-2.0
import { Button, useMantineColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { useHotkeys } from '@/ui/hotkeys'
import { KeyHint } from '@/ui/KeyHint'
import { useSearchState } from '@/ui/navigate'
import { Page } from '@/ui/Page'
import { Tabs } from '@/ui/Tabs'
import { useStored } from '@/ui/useStored'
import { ArrivalsTab } from './ArrivalsTab'
import { BoardTab } from './BoardTab'
import { HandOffTab } from './HandOffTab'
import { RoomTab } from './RoomTab'
import { WalkTab } from './WalkTab'
import styles from './Shift.module.css'

const tabs = ['board', 'walk', 'arrivals', 'hand-off', 'room'] as const

/** The shift: what is urgent, in which order to walk, who came in, what the next shift must know, who is alone. */
export function ShiftPage() {
  const [search, change] = useSearchState()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [night, setNight] = useStored<'' | 'auto' | 'light' | 'dark'>('shift.night', '') // what the theme was by day
  const { data: board } = useQuery(q.shiftBoard())
  const { data: arrivals } = useQuery(q.shiftArrivals())
  const go = (tab: (typeof tabs)[number]) => change({ tab: tab === 'board' ? undefined : tab })
  const switchNight = () => {
    setColorScheme(night === '' ? 'dark' : night)
    setNight(night === '' ? colorScheme : '')
  }
  useHotkeys(t('Shift desk'), [
    { keys: '1', label: t('Board'), run: () => go('board') },
    { keys: '2', label: t('Walk'), run: () => go('walk') },
    { keys: '3', label: t('Arrivals'), run: () => go('arrivals') },
    { keys: '4', label: t('Hand-off'), run: () => go('hand-off') },
    { keys: '5', label: t('In the room'), run: () => go('room') },
    { keys: 'd', label: t('Night mode'), run: switchNight },
  ])
  return (
    <div className={night === '' ? undefined : styles.night} data-night={night !== '' || undefined}>
      <Page title={t('Shift desk')} keepFocus actions={<Button aria-pressed={night !== ''} rightSection={<KeyHint keys="d" />} onClick={switchNight}>{t('Night mode')}</Button>}>
        <Tabs
          label={t('Shift desk')}
          current={search.tab ?? 'board'}
          onChange={(tab) => change({ tab: tab === 'board' ? undefined : tab })}
          tabs={[
            { id: 'board', title: t('Board'), count: board?.total, content: () => <BoardTab night={night !== ''} /> },
            { id: 'walk', title: t('Walk'), content: () => <WalkTab /> },
            { id: 'arrivals', title: t('Arrivals'), count: arrivals?.total, content: () => <ArrivalsTab /> },
            { id: 'hand-off', title: t('Hand-off'), content: () => <HandOffTab /> },
            { id: 'room', title: t('In the room'), content: () => <RoomTab /> },
          ]}
        />
      </Page>
    </div>
  )
}
