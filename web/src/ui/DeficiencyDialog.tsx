// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { q } from '@/api/queries'
import type { DeficiencyAct } from '@/api/types'
import { t } from '@/i18n'
import { Dialog } from './Dialog'
import { Reason } from './Empty'
import { Loaded } from './Loaded'
import { ReasonField } from './ReasonField'
import { Said } from './Said'

interface Props { event: DeficiencyAct['event']; name: string; problem?: string; isBusy: boolean; onClose: () => void; onSend: (rest: Omit<DeficiencyAct, 'event'>) => void }

/** Why, and where somebody is named, whom: by a number, since a name could be two people. */
export function DeficiencyDialog({ event, name, problem, isBusy, onClose, onSend }: Props) {
  const names = event === 'assign-physician' || event === 'reassign'
  const reasons = useQuery(q.reasons('deficiency', event))
  const [reason, setReason] = useState('')
  const [key, setKey] = useState('')
  const [called, setCalled] = useState('')
  const [missing, setMissing] = useState('')
  const send = () => {
    if (names && !key.trim()) return setMissing(t('Say whom to ask, by their number.'))
    if (!names && !reason) return setMissing(t('Choose a reason.'))
    onSend({ ...(reason ? { reason } : {}), ...(names ? { responsible: { key: key.trim(), name: called.trim() } } : {}) })
  }
  const wrong = missing || problem
  return (
    <Dialog title={name} onClose={onClose} onSubmit={send} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={isBusy}>{name}</Button></>}>
      {names && <TextInput label={t('Number of the physician')} description={t('system|number, or Practitioner/id')} required data-autofocus value={key} onChange={(change) => (setMissing(''), setKey(change.currentTarget.value))} />}
      {names && <TextInput label={t('Name')} value={called} onChange={(change) => setCalled(change.currentTarget.value)} />}
      {(!names || event === 'reassign') && <Loaded query={reasons}>{(list) => (list.length ? <ReasonField reasons={list} value={reason} onChange={(code) => (setMissing(''), setReason(code))} autoFocus={!names} /> : null)}</Loaded>}
      <div role="alert">{wrong && <Reason tone="bad"><Said>{wrong}</Said></Reason>}</div>
    </Dialog>
  )
}
