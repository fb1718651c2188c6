// SPDX-License-Identifier: Apache-2.0
import { render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import type { MyList } from '@/api/types'
import { OwedLines } from '@/features/signatures/OwedLines'

const line = (deficiency: string) => ({ deficiency, kind: 'missing-signature', sentence: `Note ${deficiency} is not signed`, since: '2026-03-01T08:00:00Z' })
const list = { total: 2, with_transcription: 0, items: [line('d1'), line('d2')], patients: [] } as unknown as MyList
const before = HTMLElement.prototype.scrollIntoView
afterEach(() => void (HTMLElement.prototype.scrollIntoView = before))

it('goes from line to line and away where the browser answers scrolling by a promise', () => {
  const scrolled = vi.fn(() => Promise.resolve())
  HTMLElement.prototype.scrollIntoView = scrolled as unknown as typeof before
  const shown = (current: string) => <OwedLines list={list} current={current} marked={new Map()} onChoose={() => {}} />
  const page = render(shown('d1'))
  page.rerender(shown('d2'))
  expect(screen.getByRole('button', { current: true }).textContent).toContain('Note d2')
  expect(() => page.unmount()).not.toThrow()
  expect(scrolled).toHaveBeenCalled()
})
