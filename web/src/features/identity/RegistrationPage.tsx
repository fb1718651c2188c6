// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useLayoutEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { IndexCandidate, IndexPerson, NewPatient } from '@/api/types'
import { t } from '@/i18n'
import { EmptyState, Reason } from '@/ui/Empty'
import { KeyHint } from '@/ui/KeyHint'
import { Loaded } from '@/ui/Loaded'
import { Page, Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import { Registered } from './Registered'
import { NoneOfThese } from './NoneOfThese'
import { PersonForm } from './PersonForm'
import styles from './RegistrationPage.module.css'
import { questionOf, useRegistrationDraft } from './registration'
import { WhoItMayBe } from './WhoItMayBe'

/** The registration desk: while somebody types, the index says who it may be already; only then a number is issued. */
export function RegistrationPage() {
  const desk = useQuery(q.registrationDesk())
  return (
    <Page title={t('Register a person')} keepFocus subtitle={t('The index is asked before a number is issued')}>
      <Loaded query={desk}>
        {({ issues, why, reasons }) => (issues ? <Desk reasons={reasons} /> : <EmptyState icon="lock" title={t('No numbers are issued here')}><Said>{why}</Said></EmptyState>)}
      </Loaded>
    </Page>
  )
}

function Desk({ reasons }: { reasons: { code: string; sentence: string }[] }) {
  const [person, change, drop] = useRegistrationDraft()
  const [registered, setRegistered] = useState<IndexPerson | null>(null)
  const [found, setFound] = useState<readonly IndexCandidate[] | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const first = () => form.current?.querySelector<HTMLInputElement>('input[name=family]')?.focus()
  useLayoutEffect(first, [])
  const register = useMutation({
    meta: { quiet: true },
    mutationFn: (told: NewPatient['none_of_these']) => api.register({ ...questionOf(person), ...(told && { none_of_these: told }) } as NewPatient),
    onSuccess: (made) => {
      drop()
      setFound(null)
      setRegistered(made)
    },
    onError: (error) => {
      const { candidates, location } = asProblem(error)
      if (candidates) setFound(candidates)
      else form.current?.querySelector<HTMLElement>(`[name="${location}"]`)?.focus()
    },
  })
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    setRegistered(null)
    register.mutate(undefined)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    submit()
  }
  const refused = register.error && !asProblem(register.error).candidates ? asProblem(register.error) : undefined
  return (
    <div className={styles.desk}>
      <form ref={form} className={styles.form} noValidate onSubmit={submit} onKeyDown={onKeyDown} aria-label={t('The person')}>
        {registered && <Registered person={registered} onNext={() => (setRegistered(null), first())} />}
        <PersonForm person={person} onChange={change} wrong={refused?.location} />
        <div role="alert">{refused && <Reason tone="bad"><Said>{refused.message}</Said></Reason>}</div>
        <div className="row">
          <Button type="submit" variant="filled" size="sm" loading={register.isPending && !found} rightSection={<KeyHint keys="mod+enter" />}>{t('Register and issue a number')}</Button>
          <Button variant="subtle" size="sm" onClick={() => (drop(), register.reset(), first())}>{t('Clear the form')}</Button>
        </div>
      </form>
      <Pane title={t('Who this may be already')}><WhoItMayBe question={questionOf(person)} /></Pane>
      {found && (
        <NoneOfThese
          candidates={found}
          reasons={reasons}
          busy={register.isPending}
          problem={register.error && !asProblem(register.error).candidates ? asProblem(register.error).message : undefined}
          onClose={() => (setFound(null), register.reset())}
          onTold={(reason) => register.mutate({ patients: found.map((one) => one.patient.id), reason })}
        />
      )}
    </div>
  )
}
