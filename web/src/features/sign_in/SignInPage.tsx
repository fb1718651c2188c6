// SPDX-License-Identifier: Apache-2.0
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useRef, useState, type FormEvent } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import type { Session } from '@/api/types'
import { t } from '@/i18n'
import { Reason } from '@/ui/Empty'
import { useTitle } from '@/ui/useTitle'
import styles from './SignInPage.module.css'

/** Name, password, in. One sentence for every refusal, read aloud; the password is asked again, the name stays. */
export function SignInPage({ onSession }: { onSession: (session: Session) => void }) {
  useTitle(t('Sign in'))
  const form = useRef<HTMLFormElement>(null)
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)

  const signIn = async (event: FormEvent) => {
    event.preventDefault()
    if (!name || !password) {
      setProblem(name ? t('Enter your password.') : t('Enter your name.'))
      return form.current?.querySelector<HTMLInputElement>(name ? 'input[name=password]' : 'input[name=name]')?.focus()
    }
    setBusy(true)
    setProblem('')
    try {
      onSession(await api.signIn({ name: name.trim(), password }))
    } catch (error) {
      setProblem(asProblem(error).message)
      setPassword('')
      form.current?.querySelector<HTMLInputElement>('input[name=password]')?.focus()
    } finally {
      setBusy(false)
    }
  }
  return (
    <main className={styles.page}>
      <form ref={form} className={styles.card} noValidate onSubmit={(event) => void signIn(event)}>
        <header className={styles.brand}>
          <img src="/favicon.svg" alt="" width={40} height={40} />
          <div>
            <h1>Charta</h1>
            <p className="soft small">{t('Medical records department')}</p>
          </div>
        </header>
        <TextInput
          label={t('Name')}
          name="name"
          size="sm"
          autoFocus
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('Password')}
          name="password"
          size="sm"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <div role="alert">{problem && <Reason tone="bad">{problem}</Reason>}</div>
        <Button type="submit" variant="filled" size="sm" fullWidth loading={busy}>{t('Sign in')}</Button>
        <p className={styles.note}>{t('Every look at a record is written to its ledger.')}</p>
      </form>
    </main>
  )
}
