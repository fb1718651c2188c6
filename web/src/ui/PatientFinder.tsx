// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { q } from '@/api/queries'
import type { PatientHit } from '@/api/types'
import { PatientPicker } from './PatientPicker'

interface Props { label: string; onPick: (patient: PatientHit) => void; autoFocus?: boolean }

/** The finder in one box, asked as somebody types. */
export function PatientFinder({ label, onPick, autoFocus }: Props) {
  const [text, setText] = useState('')
  const found = useQuery(q.findPatients(text, 12))
  const asked = text.trim().length > 1
  return <PatientPicker label={label} text={text} onText={setText} hits={asked ? (found.data?.items ?? []) : []} busy={found.isFetching} late={asked && (found.isPending || found.isPlaceholderData)} onPick={onPick} autoFocus={autoFocus} />
}
