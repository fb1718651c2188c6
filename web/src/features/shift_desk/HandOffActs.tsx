// SPDX-License-Identifier: Apache-2.0
import { Button, PasswordInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q, reasonsOf } from '@/api/queries'
import type { ShiftHandOff } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Dialog } from '@/ui/Dialog'
import { Reason } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { KeyHint } from '@/ui/KeyHint'
import { useGo } from '@/ui/navigate'
import { ReasonField } from '@/ui/ReasonField'
import { done, failed } from '@/ui/toasts'

/** Sign, accept, take over without a signature, print. */
export function HandOffActs({ handOff }: { handOff: ShiftHandOff }) {
  const client = useQueryClient()
  const go = useGo()
  const [asking, setAsking] = useState<'sign' | 'take'>()
  const after = (next: ShiftHandOff, words: string) => {
    setAsking(undefined)
    void client.invalidateQueries({ queryKey: ['shift'] })
    done(words)
    go(paths.handOff(next.id))
  }
  const accept = async () => {
    try {
      after(await api.acceptHandOff(handOff.id), t('Accepted: the shift is yours'))
    } catch (error) {
      failed(asProblem(error).message)
    }
  }
  useHotkeys(t('Hand-off'), [
    ...(handOff.may_sign ? [{ keys: 's', label: t('Sign it'), run: () => setAsking('sign') }, { keys: 't', label: t('Take over without a signature'), run: () => setAsking('take') }] : []),
    ...(handOff.may_accept ? [{ keys: 'y', label: t('Accept it'), run: () => void accept(), atOnce: true }] : []),
    { keys: 'p', label: t('Print'), run: () => window.print() },
  ])
  return (
    <div className="row no-print">
      {handOff.may_sign && <Button variant="filled" rightSection={<KeyHint keys="s" />} onClick={() => setAsking('sign')}>{t('Sign it')}</Button>}
      {handOff.may_sign && <Button rightSection={<KeyHint keys="t" />} onClick={() => setAsking('take')}>{t('Take over without a signature')}</Button>}
      {handOff.may_accept && <Button variant="filled" rightSection={<KeyHint keys="y" />} onClick={() => void accept()}>{t('Accept it')}</Button>}
      <Button rightSection={<KeyHint keys="p" />} onClick={() => window.print()}>{t('Print')}</Button>
      {asking === 'sign' && <SignDialog id={handOff.id} onClose={() => setAsking(undefined)} onDone={(next) => after(next, t('Signed and frozen'))} />}
      {asking === 'take' && <TakeDialog id={handOff.id} onClose={() => setAsking(undefined)} onDone={(next) => after(next, t('Taken over'))} />}
    </div>
  )
}

interface Asks { id: string; onClose: () => void; onDone: (next: ShiftHandOff) => void }

/** A signature asks who it is once more. */
function SignDialog({ id, onClose, onDone }: Asks) {
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState('')
  const submit = async () => {
    if (!password) return setProblem(t('Enter your password.'))
    try {
      onDone(await api.signHandOff(id, password))
    } catch (error) {
      setPassword('')
      setProblem(asProblem(error).message)
      // The password, or a session that ended meanwhile: asking for the session brings the lock screen where it is over.
      if (asProblem(error).status === 401) void api.session().catch(() => undefined)
    }
  }
  return (
    <Dialog title={t('Sign the hand-off')} onClose={onClose} onSubmit={() => void submit()} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled">{t('Sign it')}</Button></>}>
      <p>{t('It is frozen as it is now, with your name. Who comes accepts it.')}</p>
      <PasswordInput label={t('Your password')} required data-autofocus value={password} autoComplete="current-password" onChange={(event) => setPassword(event.currentTarget.value)} />
      <div role="alert">{problem && <Reason tone="bad">{problem}</Reason>}</div>
    </Dialog>
  )
}

function TakeDialog({ id, onClose, onDone }: Asks) {
  const { data: rules } = useQuery(q.rules())
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState('')
  const submit = async () => {
    if (!reason) return setProblem(t('Choose a reason.'))
    try {
      onDone(await api.takeHandOffWithout(id, reason))
    } catch (error) {
      setProblem(asProblem(error).message)
    }
  }
  return (
    <Dialog title={t('Take over without a signature')} tone="warn" onClose={onClose} onSubmit={() => void submit()} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled">{t('Take over')}</Button></>}>
      <ReasonField reasons={reasonsOf(rules ?? [], 'shift-hand-off', 'take-without')} value={reason} onChange={setReason} autoFocus />
      <div role="alert">{problem && <Reason tone="bad">{problem}</Reason>}</div>
    </Dialog>
  )
}
