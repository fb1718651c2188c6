// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Message } from '@/api/types'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { words } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { may, useSession } from '@/ui/session'
import { done } from '@/ui/toasts'
import { AssignDialog } from './AssignDialog'
import { IgnoreDialog } from './IgnoreDialog'
import { MendDialog } from './MendDialog'
import styles from './MessageTabs.module.css'

type Which = 'replay' | 'assign' | 'ignore'
const permissions: Record<Which, string> = { replay: 'replay-messages', assign: 'assign-patient', ignore: 'ignore-messages' }

/** The three ways out of the held queue. `subject`: the held item that candidates are ranked for. */
export function HeldActs({ message, subject, onDone }: { message: Message; subject: string; onDone: (said: string) => void }) {
  const client = useQueryClient()
  const session = useSession()
  const [open, setOpen] = useState<Which | null>(null)
  const allowed = (which: Which) => {
    if (message.allowed[which]) return { allowed: true }
    const own = may(session, permissions[which])
    return own.allowed ? { allowed: false, why: t('Only held messages can be worked; this one is {state}.', { state: words(message.state).toLowerCase() }) } : own
  }
  const start = (which: Which) => allowed(which).allowed && setOpen(which)
  useHotkeys(t('Held message'), [
    { keys: 'm', label: t('Fix and replay'), run: () => start('replay') },
    { keys: 'p', label: t('Assign to a patient'), run: () => start('assign') },
    { keys: 'i', label: t('Ignore with a reason'), run: () => start('ignore') },
  ])
  const finish = (said: string) => {
    setOpen(null)
    done(said)
    for (const key of ['messages', 'message', 'worklists', 'home', 'patient']) void client.invalidateQueries({ queryKey: [key] })
    onDone(said)
  }
  const close = () => setOpen(null)
  return (
    <>
      <div className={styles.acts} role="group" aria-label={t('Ways out')}>
        <Act variant="filled" hint="m" {...allowed('replay')} onClick={() => start('replay')}>{t('Fix and replay')}</Act>
        <Act hint="p" {...allowed('assign')} onClick={() => start('assign')}>{t('Assign patient')}</Act>
        <Act hint="i" {...allowed('ignore')} onClick={() => start('ignore')}>{t('Ignore')}</Act>
      </div>
      {open === 'replay' && <MendDialog message={message} onClose={close} onDone={finish} />}
      {open === 'assign' && <AssignDialog message={message} subject={subject} onClose={close} onDone={finish} />}
      {open === 'ignore' && <IgnoreDialog message={message} onClose={close} onDone={finish} />}
    </>
  )
}
