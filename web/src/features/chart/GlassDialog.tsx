// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, PasswordInput, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { Dialog } from '@/ui/Dialog'
import { useDraft } from '@/ui/drafts'
import { Reason } from '@/ui/Empty'
import { at } from '@/ui/format'
import { done } from '@/ui/toasts'

const reasons = [
  { value: '', label: 'Choose…' },
  { value: 'emergency', label: 'Emergency care of this patient' },
  { value: 'direct-care', label: 'Direct care, relationship not yet recorded' },
  { value: 'legal', label: 'Court order or other legal duty' },
  { value: 'public-health', label: 'Public health duty' },
  { value: 'patient-request', label: 'The patient asked for it' },
]

/** 45 CFR 164.312(a)(2)(ii): emergency access. Reason, explanation and password, and it says before that it is reviewed. */
export function GlassDialog({ patient, onClose, onOpened }: { patient: string; onClose: () => void; onOpened: () => void }) {
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const [explanation, setExplanation, drop] = useDraft(`glass ${patient}`)
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState('')
  const open = useMutation({
    meta: { quiet: true },
    mutationFn: () => api.breakGlass({ patient, reason, explanation: explanation.trim(), password }),
    onSuccess: ({ until }) => {
      drop()
      done(`The record is open to you until ${at(until)}.`)
      void client.invalidateQueries({ queryKey: ['patient', patient] })
      onOpened()
    },
    onError: () => setPassword(''),
  })
  const submit = () => {
    if (!reason) return setMissing('Choose a reason.')
    if (explanation.trim().length < 10) return setMissing('Explain in a sentence why it is needed.')
    if (!password) return setMissing('Enter your password.')
    setMissing('')
    open.mutate()
  }
  const problem = missing || (open.error && asProblem(open.error).message)
  return (
    <Dialog
      title="Break the glass"
      tone="warn"
      onClose={onClose}
      onSubmit={submit}
      footer={<><Button onClick={onClose}>Cancel</Button><Button type="submit" variant="filled" color="orange.9" loading={open.isPending}>Open the record</Button></>}
    >
      <p className="small">Your name, the time, the reason and every page you look at are recorded and reviewed by the privacy officer.</p>
      <NativeSelect label="Reason" required data-autofocus value={reason} data={reasons} onChange={(event) => setReason(event.currentTarget.value)} />
      <Textarea label="Explanation" required rows={3} value={explanation} onChange={(event) => setExplanation(event.currentTarget.value)} />
      <PasswordInput label="Your password" required value={password} autoComplete="current-password" onChange={(event) => setPassword(event.currentTarget.value)} />
      <div role="alert">{problem && <Reason tone="bad">{problem}</Reason>}</div>
    </Dialog>
  )
}
