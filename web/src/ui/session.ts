// SPDX-License-Identifier: Apache-2.0
import { createContext, useContext } from 'react'
import type { Session } from '@/api/types'
import { said, t } from '@/i18n'

export const SessionContext = createContext<Session | null>(null)

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('no session above this component')
  return session
}

export interface Allowed { allowed: boolean; why?: string }

/** Whether the person may do what `permission` names, and if not, the sentence to show. The server decides again. */
export function may(session: Session, permission: string): Allowed {
  if (session.permissions.includes(permission)) return { allowed: true }
  return { allowed: false, why: t('Your roles do not include “{permission}”.', { permission: said(permission.replaceAll('-', ' ')) }) }
}
export const useMay = (permission: string) => may(useSession(), permission)
