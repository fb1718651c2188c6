// SPDX-License-Identifier: Apache-2.0
import { useMantineColorScheme } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/client'
import type { Session, WorklistSummary } from '@/api/types'
import { said, t } from '@/i18n'
import { languages } from '@/i18n/languages'
import { paths } from '@/paths'
import { useGo } from '@/ui/navigate'
import type { Command } from './commands'
import { pagesFor, worklistIcon } from './destinations'
import { useKeptLanguage } from './useKeptLanguage'

const keysOf: Record<string, string> = { 'expected-record': 'g e', 'held-message': 'g m', 'loose-document': 'g l', identity: 'g i' }

export function useCommands(session: Session, worklists: WorklistSummary[], onKeys: () => void): Command[] {
  const go = useGo()
  const client = useQueryClient()
  const { setColorScheme } = useMantineColorScheme()
  const speak = useKeptLanguage()
  const mine = worklists.map((list): Command => ({
    group: t('Worklist'), title: t('{list}: mine', { list: said(list.title) }), icon: worklistIcon(list.kind), run: () => go(paths.worklist(list.kind, { owner: 'me' })),
  }))
  return [
    ...worklists.map((list): Command => ({
      group: t('Worklist'), title: said(list.title), subtitle: t('{n} open', { n: list.open }), icon: worklistIcon(list.kind), keys: keysOf[list.kind],
      run: () => go(paths.worklist(list.kind)),
    })),
    ...pagesFor(session).map((page): Command => ({ group: t('Page'), title: page.title, icon: page.icon, keys: page.keys, run: () => go(page.path) })),
    ...mine,
    { group: t('Theme'), title: t('Light theme'), icon: 'sun', run: () => setColorScheme('light') },
    { group: t('Theme'), title: t('Dark theme'), icon: 'moon', run: () => setColorScheme('dark') },
    { group: t('Theme'), title: t('Theme as the system'), icon: 'screen', run: () => setColorScheme('auto') },
    ...languages.map(({ code, name }): Command => ({ group: t('Language'), title: t('Language: {name}', { name }), icon: 'message', run: () => speak(code) })),
    { group: t('Session'), title: t('Keyboard shortcuts'), icon: 'keyboard', keys: '?', run: onKeys },
    { group: t('Session'), title: t('Lock the screen'), icon: 'lock', keys: 'mod+shift+l', run: () => void api.lock().then(() => client.invalidateQueries({ queryKey: ['session'] })) },
    { group: t('Session'), title: t('Print this page'), icon: 'print', run: () => window.print() },
  ]
}
