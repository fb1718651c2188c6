// SPDX-License-Identifier: Apache-2.0
import { ActionIcon } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/client'
import { t } from '@/i18n'
import { dropDrafts } from '@/ui/drafts'
import { Icon } from '@/ui/icons'
import { KeyHint } from '@/ui/KeyHint'
import { useHotkeys } from '@/ui/hotkeys'
import { useSession } from '@/ui/session'
import { Finder } from './Finder'
import styles from './TopBar.module.css'

export function TopBar({ onPalette, onKeys }: { onPalette: () => void; onKeys: () => void }) {
  const session = useSession()
  const client = useQueryClient()
  const lock = async () => {
    await api.lock()
    await client.invalidateQueries({ queryKey: ['session'] })
  }
  const leave = async () => {
    await dropDrafts()
    await api.signOut()
    window.location.assign('/app/')
  }
  useHotkeys(t('Session'), [{ keys: 'mod+shift+l', label: t('Lock the screen'), inFields: true, inDialogs: true, run: () => void lock() }], true)
  return (
    <div className={styles.bar}>
      <Finder />
      <button type="button" className={styles.palette} aria-label={t('Commands')} onClick={onPalette}>
        <span>{t('Commands')}</span> <KeyHint keys="mod+k" />
      </button>
      <div className={styles.person}>
        <ActionIcon aria-label={t('Print this page')} title={t('Print this page')} onClick={() => window.print()}><Icon name="print" size={17} /></ActionIcon>
        <ActionIcon aria-label={t('Keyboard shortcuts')} onClick={onKeys}><Icon name="keyboard" size={18} /></ActionIcon>
        <span className={styles.who} title={session.user.roles?.join(', ')}>
          <Icon name="person" size={15} />
          <span className="cut">{session.user.display_name}</span>
        </span>
        <ActionIcon aria-label={t('Lock the screen')} title={t('Lock (Ctrl+Shift+L)')} onClick={() => void lock()}><Icon name="lock" size={17} /></ActionIcon>
        <ActionIcon aria-label={t('Sign out')} title={t('Sign out')} onClick={() => void leave()}><Icon name="logout" size={17} /></ActionIcon>
      </div>
    </div>
  )
}
