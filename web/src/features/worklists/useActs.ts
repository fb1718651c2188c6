// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { ActRequest, List, WorkItem } from '@/api/types'
import { t } from '@/i18n'
import { done, failed } from '@/ui/toasts'

type Pages = InfiniteData<List<WorkItem>>

/** The rows without those in `ids`, so that a finished item leaves at once and the next one is there without waiting. */
export function without(data: Pages, ids: ReadonlySet<string>): Pages {
  const pages = data.pages.map((page) => ({ ...page, items: page.items.filter((item) => !ids.has(item.id)) }))
  const gone = data.pages.reduce((sum, page, index) => sum + page.items.length - (pages[index]?.items.length ?? 0), 0)
  return { ...data, pages: pages.map((page) => ({ ...page, total: Math.max(0, page.total - gone) })) }
}
export const withItem = (data: Pages, item: WorkItem): Pages => ({
  ...data,
  pages: data.pages.map((page) => ({ ...page, items: page.items.map((one) => (one.id === item.id ? item : one)) })),
})

const undoOf: Record<string, string> = { claim: 'release', release: 'claim' }

/** Why a step was not done, in words for the desk: who was slower learns it without numbers. */
export const refusalOf = (error: unknown) => (asProblem(error).status === 412 ? t('Somebody was faster. What they did is shown now: look at it before you go on.') : asProblem(error).message)

/** Steps on items, and what they mean for the list on the screen. `closed` is told which item left. */
export function useActs(kind: string, closed: (id: string) => void) {
  const client = useQueryClient()
  const change = (edit: (data: Pages) => Pages) =>
    client.setQueriesData<Pages>({ queryKey: ['worklist', kind] }, (data) => data && edit(data))
  const refresh = () => {
    for (const key of ['worklists', 'home', 'worklist']) void client.invalidateQueries({ queryKey: [key], refetchType: 'active' })
  }
  const settle = (item: WorkItem) => {
    client.setQueryData(q.workItem(item.id).queryKey, item)
    if (item.closed_at) {
      closed(item.id)
      change((data) => without(data, new Set([item.id])))
    } else {
      change((data) => withItem(data, item))
    }
    refresh()
  }
  const act = useMutation({
    meta: { quiet: true },
    mutationFn: ({ item, request }: { item: WorkItem; request: Omit<ActRequest, 'version'>; title: string; onward?: boolean }) =>
      api.act(item.id, { ...request, version: item.version }),
    onSuccess: (next, { item, request, title, onward }) => {
      if (onward) passed(next)
      else settle(next)
      const opposite = undoOf[request.event]
      done(t('{act}: done.', { act: title }), opposite ? () => void api.act(item.id, { event: opposite }).then(settle, (error) => failed(refusalOf(error))) : undefined)
    },
    onError: (error, { item }) => {
      // Somebody was faster: the screen shows their state before the person decides again.
      for (const key of ['work-item', 'identity']) if ([412, 422].includes(asProblem(error).status)) void client.invalidateQueries({ queryKey: [key, item.id] })
    },
  })
  /** An act of a panel (replay, assign, file) closed the item elsewhere. */
  const gone = (ids: readonly string[]) => {
    ids.forEach(closed)
    change((data) => without(data, new Set(ids)))
    refresh()
  }
  /** The item stays, in another state, and the next one is wanted. */
  const passed = (item: WorkItem) => {
    settle(item)
    if (!item.closed_at) closed(item.id)
  }
  return { act, gone, passed, refresh }
}
