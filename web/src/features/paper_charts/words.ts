// SPDX-License-Identifier: Apache-2.0
import type { PaperVolume } from '@/api/types'
import { t } from '@/i18n'
import { words } from '@/ui/format'
import type { Tone } from '@/ui/Tag'

export const volumeName = (volume: PaperVolume) => t('{kind}, volume {n}', { kind: words(volume.kind), n: volume.number })

export const toneOf = (volume: Pick<PaperVolume, 'state' | 'overdue'>): Tone =>
  volume.state === 'missing' || volume.state === 'lost' ? 'bad' : volume.overdue ? 'warn' : volume.state === 'in-file' ? 'good' : 'info'

/** Where a movement of this kind goes: to whom it is lent, to a place of the file, or out of the house. */
export type Goes = 'borrower' | 'file' | 'outside'
export const goesTo = (kind: string): Goes | undefined => (({ 'charge-out': 'borrower', recharge: 'borrower', move: 'file', find: 'file', 'send-off-site': 'outside', 'transfer-out': 'outside' }) as Record<string, Goes>)[kind]
/** Movements that a person makes here by hand; the others follow from them. */
export const isByHand = (kind: string) => !['clinic-request', 'merge-into', 'declare-lost'].includes(kind)
