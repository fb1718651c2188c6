// SPDX-License-Identifier: Apache-2.0
import { useMantineColorScheme } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/client'
import type { Session, WorklistSummary } from '@/api/types'
import { paths } from '@/paths'
import { useGo } from '@/ui/navigate'
import type { Command } from './commands'
import { pagesFor, worklistIcon } from './destinations'

const keysOf: Record<string, string> = { 'expected-record': 'g e', 'held-message': 'g m', 'loose-document': 'g l', identity: 'g i' }

export function useCommands(session: Session, worklists: WorklistSummary[], onKeys: () => void): Command[] {
  const go = useGo()
  const client = useQueryClient()
  const { setColorScheme } = useMantineColorScheme()
  const mine = worklists.map((list): Command => ({
    group: 'Worklist', title: `${list.title}: mine`, icon: worklistIcon(list.kind), run: () => go(paths.worklist(list.kind, { owner: 'me' })),
  }))
  return [
    ...worklists.map((list): Command => ({
      group: 'Worklist', title: list.title, subtitle: `${list.open} open`, icon: worklistIcon(list.kind), keys: keysOf[list.kind],
      run: () => go(paths.worklist(list.kind)),
    })),
    ...pagesFor(session).map((page): Command => ({ group: 'Page', title: page.title, icon: page.icon, keys: page.keys, run: () => go(page.path) })),
    ...mine,
    { group: 'Theme', title: 'Light theme', icon: 'sun', run: () => setColorScheme('light') },
    { group: 'Theme', title: 'Dark theme', icon: 'moon', run: () => setColorScheme('dark') },
    { group: 'Theme', title: 'Theme as the system', icon: 'screen', run: () => setColorScheme('auto') },
    { group: 'Session', title: 'Keyboard shortcuts', icon: 'keyboard', keys: '?', run: onKeys },
    { group: 'Session', title: 'Lock the screen', icon: 'lock', keys: 'mod+shift+l', run: () => void api.lock().then(() => client.invalidateQueries({ queryKey: ['session'] })) },
    { group: 'Session', title: 'Print this page', icon: 'print', run: () => window.print() },
  ]
}
