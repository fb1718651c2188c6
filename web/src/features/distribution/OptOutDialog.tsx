// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import { said, t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { Reason } from '@/ui/Empty'
import { Said } from '@/ui/Said'
import { done } from '@/ui/toasts'
import { reasonWords } from './words'

/** Roles by which somebody may have a copy; who ordered a report cannot do without it. */
const roles = ['attending', 'referring', 'consulting', 'copies-to', 'pcp', 'standing']

/** Who asked not to be sent what, and how they asked. */
export function OptOutDialog({ patient, onClose }: { patient?: string; onClose: () => void }) {
  const client = useQueryClient()
  const [like, setLike] = useState('')
  const { data: people } = useQuery({ ...q.recipients(like.trim()), placeholderData: keepPreviousData })
  const [recipient, setRecipient] = useState('')
  const [role, setRole] = useState('')
  const [type, setType] = useState('')
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string>()
  const keep = async () => {
    setProblem(undefined)
    try {
      await api.addOptOut({ recipient: recipient || undefined, role: role || undefined, type: type.trim() || undefined, patient, reason: reason.trim() })
      done(t('Kept. It holds for what is finished from now on.'))
      void client.invalidateQueries({ queryKey: ['distribution', 'opt-outs'] })
      void client.invalidateQueries({ queryKey: ['patient'] })
      onClose()
    } catch (error) {
      setProblem(asProblem(error).message)
    }
  }
  return (
    <Dialog title={t('Not to be sent copies')} onClose={onClose} onSubmit={() => void keep()} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled">{t('Keep it')}</Button></>}>
      <div className="stack">
        <TextInput data-autofocus label={t('Part of their name or number')} value={like} onChange={(event) => setLike(event.currentTarget.value)} autoComplete="off" />
        <NativeSelect label={t('Who')} value={recipient} onChange={(event) => setRecipient(event.currentTarget.value)} data={[{ value: '', label: t('Everybody') }, ...(people?.items ?? []).map((one) => ({ value: one.key, label: `${one.name} (${one.key.split('|').at(-1)})` }))]} />
        <NativeSelect label={t('Only when they')} value={role} onChange={(event) => setRole(event.currentTarget.value)} data={[{ value: '', label: t('Whyever they would have it') }, ...roles.map((one) => ({ value: one, label: reasonWords(one) }))]} />
        <TextInput label={t('Only this kind of report (its code)')} value={type} onChange={(event) => setType(event.currentTarget.value)} autoComplete="off" />
        <TextInput required label={t('How and why they asked')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} autoComplete="off" />
        <p className="soft small">{t('Whoever ordered a report has it all the same.')}</p>
        <div role="alert">{problem && <Reason tone="bad"><Said>{said(problem)}</Said></Reason>}</div>
      </div>
    </Dialog>
  )
}
