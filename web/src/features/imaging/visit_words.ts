// SPDX-License-Identifier: Apache-2.0
import type { ScanDocument } from '@/api/types'
import { said } from '@/i18n'
import { brief } from '@/ui/format'

export type ScanVisit = ScanDocument['suggestions']['encounters'][number]

/** A visit as a clerk tells it from the others: its kind, its place, its first day. */
export const visitWords = (visit: ScanVisit) => [said(visit.class), visit.location, brief(visit.from)].filter(Boolean).join(' · ')
