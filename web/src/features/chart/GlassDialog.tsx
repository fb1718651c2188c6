// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, PasswordInput, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { Reason as CodedReason } from '@/api/types'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { useDraft } from '@/ui/drafts'
import { Reason } from '@/ui/Empty'
import { at } from '@/ui/format'
import { done } from '@/ui/toasts'

interface GlassRule { reasons?: CodedReason[]; explanation_min_length?: number }
const ruleId = 'access/break-glass'

/** 45 CFR 164.312(a)(2)(ii): emergency access. Reason, explanation and password, and it says before that it is reviewed. */
export function GlassDialog({ patient, onClose, onOpened }: { patient: string; onClose: () => void; onOpened: () => void }) {
  const client = useQueryClient()
  const { data: rules } = useQuery(q.rules())
  const rule = (rules?.find((one) => one.id === ruleId)?.parameters ?? {}) as GlassRule
  const least = rule.explanation_min_length ?? 10
  const [reason, setReason] = useState('')
  const [explanation, setExplanation, drop] = useDraft(`glass ${patient}`)
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState('')
  const open = useMutation({
    meta: { quiet: true },
    mutationFn: () => api.breakGlass({ patient, reason, explanation: explanation.trim(), password }),
    onSuccess: ({ until }) => {
      drop()
      done(t('The record is open to you until {when}.', { when: at(until) }))
      void client.invalidateQueries({ queryKey: ['patient', patient] })
      onOpened()
    },
    onError: (error) => {
      setPassword('')
      // The password, or a session that ended meanwhile: asking for the session tells, and brings the lock screen where it is over.
      if (asProblem(error).status === 401) void api.session().catch(() => undefined)
    },
  })
  const submit = () => {
    if (!reason) return setMissing(t('Choose a reason.'))
    if (explanation.trim().length < least) return setMissing(t('Explain why it is needed, in {n} characters or more.', { n: least }))
    if (!password) return setMissing(t('Enter your password.'))
    setMissing('')
    open.mutate()
  }
  const problem = missing || (open.error && asProblem(open.error).message)
  return (
    <Dialog
      title={t('Break the glass')}
      tone="warn"
      onClose={onClose}
      onSubmit={submit}
      footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" color="orange.9" loading={open.isPending}>{t('Open the record')}</Button></>}
    >
      <p className="small">{t('Your name, the time, the reason and every page you look at are recorded and reviewed by the privacy officer.')}</p>
      <NativeSelect label={t('Reason')} required data-autofocus value={reason} data={[{ value: '', label: t('Choose…') }, ...(rule.reasons ?? []).map((one) => ({ value: one.code, label: one.sentence }))]} onChange={(event) => setReason(event.currentTarget.value)} />
      <Textarea label={t('Explanation')} required rows={3} value={explanation} onChange={(event) => setExplanation(event.currentTarget.value)} />
      <PasswordInput label={t('Your password')} required value={password} autoComplete="current-password" onChange={(event) => setPassword(event.currentTarget.value)} />
      <div role="alert">{problem && <Reason tone="bad">{problem}</Reason>}</div>
    </Dialog>
  )
}
