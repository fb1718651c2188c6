// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { request } from '@/api/http'

const sent = vi.fn((_path: string, _options: RequestInit) => Promise.resolve(new Response('{}', { headers: { 'Content-Type': 'application/json' } })))
const mark = async () => {
  await request('GET', '/api/jobs')
  return (sent.mock.lastCall?.[1].headers as Record<string, string>)['X-Charta-Unattended']
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', sent)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('a page that nobody touches says so with what it asks by itself', async () => {
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'j' }))
  expect(await mark()).toBeUndefined()
  vi.advanceTimersByTime(31_000)
  expect(await mark()).toBe('1')
  window.dispatchEvent(new Event('pointerdown'))
  expect(await mark()).toBeUndefined()
})
