// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from 'react'
import { t } from '@/i18n'
import { span } from '@/ui/format'

/** Seconds since `data` came, by the clock that no one sets: what the workstation takes for the time of day plays no part. */
export function useElapsed(data: unknown): number {
  const came = useRef({ data, at: performance.now() })
  if (came.current.data !== data) came.current = { data, at: performance.now() }
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, (performance.now() - came.current.at) / 1000)
}

const two = (n: number) => String(n).padStart(2, '0')

/** `12:05` left, `3:20 late`; hours and days in words. */
export function left(seconds: number): string {
  const size = Math.floor(Math.abs(seconds))
  const text = size < 3600 ? `${Math.floor(size / 60)}:${two(size % 60)}` : span(size * 1000)
  return seconds < 0 ? t('{time} late', { time: text }) : text
}

export const stageOf = (seconds: number, near: number) => (seconds < 0 ? 'late' : seconds <= near ? 'near' : 'ahead')
