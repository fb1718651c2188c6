// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/client'
import { q } from '@/api/queries'
import type { View } from '@/api/types'
import { columnsFirst, columnsNamed } from './columns'

const layoutOf = (kind: string) => `layout:${kind}`
const read = (view: View | undefined) => new URLSearchParams(view?.query).get('columns')?.split(',').filter(Boolean) ?? []

/** Which columns a person shows for a queue: kept by the server beside the saved views, so every workstation knows them. */
export function useColumns(kind: string): [string[], (ids: string[]) => void] {
  const client = useQueryClient()
  const { data: views } = useQuery(q.views())
  const own = (list: View[] | undefined) => list?.find((view) => view.kind === layoutOf(kind) && view.mine)
  const kept = own(views)
  const put = (view: View) => client.setQueryData(q.views().queryKey, (list = []) => [...list.filter((one) => one.kind !== view.kind), view])
  // Until the views are read, ours may be there without our knowing its number.
  const numberOf = async () => own(client.getQueryData(q.views().queryKey))?.id || own((await api.views()).items)?.id
  const save = useMutation({
    mutationKey: [layoutOf(kind)],
    mutationFn: async (query: string) => api.saveView({ id: await numberOf(), kind: layoutOf(kind), name: 'Columns', query, shared: false, pinned: false }),
    scope: { id: layoutOf(kind) }, // one after another: the last tick is the one that stays
    // The answer to an earlier tick must not take back a later one: only the number is news.
    onSuccess: (saved) => client.setQueryData(q.views().queryKey, (list = []) => list.map((view) => (view.kind === saved.kind && view.mine ? { ...view, id: saved.id } : view))),
    onSettled: () => client.isMutating({ mutationKey: [layoutOf(kind)] }) === 1 && client.invalidateQueries({ queryKey: q.views().queryKey }),
  })
  const known = columnsNamed(read(kept)).map((column) => column.id)
  const shown = known.length ? known : columnsFirst(kind)
  const set = (ids: string[]) => {
    const query = new URLSearchParams({ columns: ids.join(',') }).toString()
    void client.cancelQueries({ queryKey: q.views().queryKey }) // what is on its way is older than this tick
    put({ id: kept?.id ?? '', kind: layoutOf(kind), name: 'Columns', query, shared: false, pinned: false, mine: true })
    save.mutate(query)
  }
  return [shown, set]
}
