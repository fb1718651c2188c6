// SPDX-License-Identifier: Apache-2.0
import { Button, PasswordInput } from '@mantine/core'
import { useLayoutEffect, useRef, useState, type FormEvent } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import type { Session } from '@/api/types'
import { t } from '@/i18n'
import { dropDrafts } from '@/ui/drafts'
import { Reason } from '@/ui/Empty'
import { Icon } from '@/ui/icons'
import styles from './LockScreen.module.css'

interface Props { session: Session; over: boolean; onSession: (session: Session) => void }

/** Covers everything. The same person goes on where they were; anybody else begins afresh. */
export function LockScreen({ session, over, onSession }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  useLayoutEffect(() => {
    document.querySelectorAll<HTMLDialogElement>('dialog[open]').forEach((open) => open !== dialog.current && open.setAttribute('data-covered', ''))
    dialog.current?.showModal()
    dialog.current?.querySelector('input')?.focus()
    return () => document.querySelectorAll('dialog[data-covered]').forEach((open) => open.removeAttribute('data-covered'))
  }, [])

  const again = () => api.signIn({ name: session.user.name, password })
  const open = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setProblem('')
    try {
      // A session that ended while it was locked is opened anew with the same password.
      const next = over
        ? await again()
        : await api.unlock(password).catch((error) => (/password/i.test(asProblem(error).message) ? Promise.reject(error) : again()))
      onSession(next)
    } catch (error) {
      setProblem(asProblem(error).message)
      setPassword('')
      dialog.current?.querySelector('input')?.focus()
    } finally {
      setBusy(false)
    }
  }
  const leave = async () => {
    await dropDrafts()
    await api.signOut().catch(() => undefined) // over already: that is what was wanted
    window.location.reload()
  }
  return (
    <dialog ref={dialog} className={styles.lock} aria-labelledby="lock-title" onCancel={(event) => event.preventDefault()}>
      <form className={styles.card} onSubmit={(event) => void open(event)}>
        <span className={styles.icon}><Icon name="lock" size={26} /></span>
        <h1 id="lock-title">{over ? t('Your session is over') : t('Locked')}</h1>
        <p className="soft small">{t('{name}, what you typed is kept. Enter your password to go on.', { name: session.user.display_name })}</p>
        <PasswordInput label={t('Password')} size="sm" value={password} onChange={(event) => setPassword(event.currentTarget.value)} autoComplete="current-password" />
        <div role="alert">{problem && <Reason tone="bad">{problem}</Reason>}</div>
        <Button type="submit" variant="filled" size="sm" loading={busy} fullWidth>{over ? t('Sign in') : t('Unlock')}</Button>
        <Button variant="subtle" size="xs" onClick={() => void leave()}>{t('Somebody else: sign in afresh')}</Button>
      </form>
    </dialog>
  )
}
