// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { EmptyState, Lines } from './Empty'

interface Answer<T> { data: T | undefined; error: Error | null; isPending: boolean; refetch: () => unknown }
interface Props<T> {
  query: Answer<T>
  children: (data: T) => ReactNode
  loading?: ReactNode
  isEmpty?: (data: T) => boolean
  empty?: ReactNode
  /** In place of the usual "not allowed" (a restricted chart offers to break the glass). */
  forbidden?: (message: string) => ReactNode
}

/** The four states of every screen: loading, empty, error, forbidden; and then the thing itself. */
export function Loaded<T>({ query, children, loading, isEmpty, empty, forbidden }: Props<T>) {
  if (query.data !== undefined && query.data !== null) return isEmpty?.(query.data) ? <>{empty}</> : <>{children(query.data)}</>
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} forbidden={forbidden} />
  if (query.isPending) return <>{loading ?? <Lines />}</>
  return <>{empty}</>
}

const statusOf = (error: Error) => ('status' in error ? Number(error.status) : 500)

export function Failed({ error, retry, forbidden }: { error: Error; retry?: () => void; forbidden?: (message: string) => ReactNode }) {
  const status = statusOf(error)
  if (status === 403) {
    return forbidden ? <>{forbidden(error.message)}</> : <EmptyState icon="lock" title="Not open to you">{error.message}</EmptyState>
  }
  if (status === 404 || status === 410) return <><Unheard text="Nothing here" /><EmptyState icon="search" title="Nothing here">{error.message}</EmptyState></>
  return (
    <div role="alert">
      <EmptyState icon="warning" title="This could not be loaded" action={retry && <Button onClick={retry}>Try again</Button>}>
        {error.message}
      </EmptyState>
    </div>
  )
}

/** The page's heading where no page came: for ears only, and only where there is no other. */
function Unheard({ text }: { text: string }) {
  return document.querySelector('h1') ? null : <h1 className="read-only-by-ear">{text}</h1>
}
