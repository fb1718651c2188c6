// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { t } from '@/i18n'
import { EmptyState, Lines } from './Empty'
import { Said } from './Said'

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
    return forbidden ? <>{forbidden(error.message)}</> : <EmptyState icon="lock" title={t('Not open to you')}><Said>{error.message}</Said></EmptyState>
  }
  if (status === 404 || status === 410) return <><Unheard text={t('Nothing here')} /><EmptyState icon="search" title={t('Nothing here')}><Said>{error.message}</Said></EmptyState></>
  return (
    <div role="alert">
      <EmptyState icon="warning" title={t('This could not be loaded')} action={retry && <Button onClick={retry}>{t('Try again')}</Button>}>
        <Said>{error.message}</Said>
      </EmptyState>
    </div>
  )
}

/** The page's heading where no page came: for ears only, and only where there is no other. */
function Unheard({ text }: { text: string }) {
  return document.querySelector('h1') ? null : <h1 className="read-only-by-ear">{text}</h1>
}
