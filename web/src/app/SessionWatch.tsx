// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { api } from '@/api/client'
import type { Session } from '@/api/types'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { phaseOf, extendEvery } from './session_clock'

interface Props { session: Session; onSession: (session: Session) => void; onLock: () => void }

/** Puts the idle limit off while somebody works; warns two minutes before it, and locks when it comes. */
export function SessionWatch({ session, onSession, onLock }: Props) {
  const [now, setNow] = useState(Date.now())
  const extended = useRef(Date.now())
  const phase = phaseOf(session, now)

  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  useEffect(() => {
    if (phase.name !== 'locked') return
    void api.lock().catch(() => undefined) // the server locks by its own clock as well
    onLock()
  }, [phase.name, onLock])
  useEffect(() => {
    if (phase.name !== 'working') return
    const active = () => {
      if (Date.now() - extended.current < extendEvery) return
      extended.current = Date.now()
      void api.extend().then(onSession, () => undefined) // a refusal shows itself through the 401 that follows
    }
    window.addEventListener('keydown', active)
    window.addEventListener('pointerdown', active)
    return () => {
      window.removeEventListener('keydown', active)
      window.removeEventListener('pointerdown', active)
    }
  }, [phase.name, onSession])

  if (phase.name !== 'warning') return null
  const stay = () => {
    extended.current = Date.now()
    void api.extend().then(onSession, onLock)
  }
  const left = `${Math.floor(phase.left / 60)}:${String(phase.left % 60).padStart(2, '0')}`
  return (
    <Dialog
      title={phase.absolute ? t('Your session ends soon') : t('Are you still there?')}
      tone="warn"
      onClose={stay}
      footer={<Button variant="filled" data-autofocus onClick={stay}>{phase.absolute ? t('Understood') : t('Stay signed in')}</Button>}
    >
      <p role="timer">{t('The screen locks in {time}. What you typed is kept.', { time: left })}</p>
      <p className="soft small" role="status">{phase.absolute ? t('Then sign in again to go on.') : t('Press Enter to stay signed in.')}</p>
    </Dialog>
  )
}
