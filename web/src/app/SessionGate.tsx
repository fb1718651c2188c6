// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react'
import { asProblem, onUnauthenticated } from '@/api/http'
import { q } from '@/api/queries'
import type { Session } from '@/api/types'
import { openDrafts } from '@/ui/drafts'
import { Lines } from '@/ui/Empty'
import { Failed } from '@/ui/Loaded'
import { base, paths } from '@/paths'
import { SessionContext } from '@/ui/session'
import { LockScreen } from './LockScreen'
import { SessionWatch } from './SessionWatch'

const OfflineCounter = lazy(async () => ({ default: (await import('@/features/counter/OfflineCounter')).OfflineCounter }))
/** The one page that works before the house answers: it shows nothing of anybody. */
const isAtCounter = () => location.pathname === base + paths.counter()

const SignInPage = lazy(async () => ({ default: (await import('@/features/sign_in/SignInPage')).SignInPage }))

/**
 * Nothing of the application is shown without a session. Once it was shown it stays mounted, hidden and out of reach, while
 * the session is locked or over: what was typed is still there when the person comes back.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const query = useQuery(q.session())
  const [known, setKnown] = useState<Session | null>(null)
  const [shut, setShut] = useState<'locked' | 'over' | null>(null)
  const session = query.data ?? null

  useEffect(
    () => onUnauthenticated((problem) => setShut(problem.location === 'session' || /lock/.test(problem.message) ? 'locked' : 'over')),
    [],
  )
  useEffect(() => {
    if (!session || session.locked) return
    setKnown(session)
    void openDrafts(session.user.name)
  }, [session])

  const opened = (next: Session) => {
    client.setQueryData(q.session().queryKey, next)
    setKnown(next)
    setShut(null)
    void client.invalidateQueries({ predicate: (one) => one.queryKey[0] !== 'session' })
  }

  const current = known ?? session
  const isLocked = session?.locked || shut !== null
  if (!current) {
    const error = query.error && asProblem(query.error)
    if (error && error.status === 0 && isAtCounter()) return <Suspense fallback={<Lines />}><OfflineCounter onLine={query.refetch} /></Suspense>
    if (error && error.status !== 401) return <Failed error={error} retry={() => void query.refetch()} />
    if (!error) return <Lines />
    return <Suspense fallback={<Lines />}><SignInPage onSession={opened} /></Suspense>
  }
  return (
    <SessionContext.Provider value={current}>
      {known && (
        <div className="app-root" inert={isLocked} style={isLocked ? { visibility: 'hidden' } : undefined}>
          {children}
        </div>
      )}
      {isLocked ? (
        <LockScreen session={current} over={shut === 'over'} onSession={opened} />
      ) : (
        <SessionWatch session={session ?? current} onSession={(next) => client.setQueryData(q.session().queryKey, next)} onLock={() => setShut('locked')} />
      )}
    </SessionContext.Provider>
  )
}
