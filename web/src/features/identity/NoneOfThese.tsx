// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { IndexCandidate } from '@/api/types'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { Reason } from '@/ui/Empty'
import { ReasonField } from '@/ui/ReasonField'
import { Said } from '@/ui/Said'
import { IndexCandidates } from './IndexCandidates'

interface Props {
  candidates: readonly IndexCandidate[]
  reasons: readonly { code: string; sentence: string }[]
  busy: boolean
  problem?: string
  onClose: () => void
  onTold: (reason: string) => void
}

/** No number without a word: whoever registers somebody that looks like another says why they are two. The ledger keeps it. */
export function NoneOfThese({ candidates, reasons, busy, problem, onClose, onTold }: Props) {
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState('')
  const told = missing || problem
  return (
    <Dialog
      wide
      tone="warn"
      title={t('This person may be registered already')}
      onClose={onClose}
      onSubmit={() => (reason ? onTold(reason) : setMissing(t('Say why none of these is the person, or open one of the records.')))}
      footer={<><Button onClick={onClose}>{t('Back to the form')}</Button><Button type="submit" variant="filled" loading={busy}>{t('None of these: issue a number')}</Button></>}
    >
      <p className="small">{t('{n, plural, one {# record} other {# records}} here may be this person.', { n: candidates.length })} {t('Open the right one, or say why it is none of them. It is kept with your name, and a technician looks at it again.')}</p>
      <IndexCandidates candidates={candidates} />
      <ReasonField reasons={reasons} value={reason} onChange={(code) => (setMissing(''), setReason(code))} autoFocus />
      <div role="alert">{told && <Reason tone="bad"><Said>{told}</Said></Reason>}</div>
    </Dialog>
  )
}
