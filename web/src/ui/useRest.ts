// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from 'react'
import { rowsOf } from '@/api/queries'
import { t } from '@/i18n'
import { beginLoading } from './keys_ahead'
import { done } from './toasts'

interface Pages<Row> { pages: { items: Row[]; total: number }[] }
interface LongList<Row> { data: Pages<Row> | undefined; hasNextPage: boolean; fetchNextPage: () => Promise<{ data: Pages<Row> | undefined; hasNextPage: boolean; isError: boolean }> }

/** More rows than this nobody looks through: the other end of such a list is reached by sorting it the other way. */
export const mostRows = 20_000

/** Reads what is left of a list, part by part, and hands on all of its rows. Keys pressed meanwhile are kept. */
export function useRest<Row>(query: LongList<Row>): { isReading: boolean; readRest: (then: (rows: Row[]) => void) => void } {
  const [isReading, setReading] = useState(false)
  const latest = useRef(query)
  const here = useRef(true)
  useEffect(() => {
    latest.current = query
  })
  useEffect(() => {
    here.current = true
    return () => void (here.current = false)
  }, [])
  const readRest = (then: (rows: Row[]) => void) => {
    const stop = beginLoading()
    setReading(true)
    void rest(latest.current).then((rows) => here.current && then(rows)).finally(() => {
      setReading(false)
      stop()
    })
  }
  return { isReading, readRest }
}

async function rest<Row>(query: LongList<Row>): Promise<Row[]> {
  let { data, hasNextPage } = query
  while (hasNextPage && rowsOf(data).rows.length < mostRows) {
    const next = await query.fetchNextPage()
    if (next.isError) break
    ;({ data, hasNextPage } = next)
  }
  const { rows, total } = rowsOf(data)
  if (rows.length >= mostRows && total > rows.length) done(t('{at} of {total} rows are read. Sort the other way to see the last.', { at: rows.length, total }))
  return rows
}
