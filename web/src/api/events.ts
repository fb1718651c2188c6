// SPDX-License-Identifier: Apache-2.0
import type { QueryClient } from '@tanstack/react-query'

const moved = [['home'], ['worklists'], ['worklist'], ['reconciliation'], ['shift']]
const pollEvery = 20_000

/**
 * Keeps counts live: the server says when a worklist moved. Without the stream (a proxy that buffers, an old server)
 * the same refresh happens on a timer. Returns the way to stop.
 */
export function followCounts(client: QueryClient): () => void {
  const refresh = () => moved.forEach((queryKey) => void client.invalidateQueries({ queryKey }))
  let timer: ReturnType<typeof setInterval> | undefined
  let soon: ReturnType<typeof setTimeout> | undefined
  const poll = () => (timer ??= setInterval(refresh, pollEvery))
  const stopPolling = () => {
    clearInterval(timer)
    timer = undefined
  }
  if (typeof EventSource === 'undefined') {
    poll()
    return stopPolling
  }
  const source = new EventSource('/api/events')
  source.addEventListener('open', stopPolling)
  source.addEventListener('error', poll)
  source.addEventListener('counts', () => {
    clearTimeout(soon)
    soon = setTimeout(refresh, 300) // a burst of arrivals is one refresh
  })
  return () => {
    source.close()
    clearTimeout(soon)
    stopPolling()
  }
}
