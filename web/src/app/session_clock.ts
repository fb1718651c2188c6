// SPDX-License-Identifier: Apache-2.0
import type { Session } from '@/api/types'

export const warnBefore = 120_000
export const extendEvery = 60_000

export type Phase = { name: 'working' } | { name: 'warning'; left: number; absolute: boolean } | { name: 'locked' }

/** Where the session stands: the idle limit can be put off, the absolute one cannot. */
export function phaseOf(session: Pick<Session, 'idle_at' | 'expires_at'>, now: number): Phase {
  const idle = Date.parse(session.idle_at)
  const end = Date.parse(session.expires_at)
  const limit = Math.min(Number.isNaN(idle) ? Infinity : idle, Number.isNaN(end) ? Infinity : end)
  if (now >= limit) return { name: 'locked' }
  if (now < limit - warnBefore) return { name: 'working' }
  return { name: 'warning', left: Math.ceil((limit - now) / 1000), absolute: limit === end }
}
