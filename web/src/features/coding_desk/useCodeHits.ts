// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useRef, useState, type KeyboardEvent } from 'react'
import { q } from '@/api/queries'
import type { FoundCodes } from '@/api/types'
import { useListbox } from '@/ui/listbox'

export type Found = FoundCodes['items'][number]

const services_shown = 8
/** The code that was typed before the others, services behind diagnoses and procedures; a modifier is no code of its own. */
function merged(words: string, codes: Found[], services: Found[]): Found[] {
  const typed = words.replace(/[\s.]/g, '').toUpperCase()
  const all = [...codes, ...services.filter((one) => one.code.length === 5).slice(0, services_shown)]
  return [...all.filter((one) => one.code === typed), ...all.filter((one) => one.code !== typed)]
}

/** The codes of a day that answer what stands in the box; Enter waits for them, so that no hit of other words is taken. */
export function useCodeHits(day: string | undefined, pick: (hit: Found, withAlt: boolean) => void, services = false) {
  const [words, setWords] = useState('')
  const box = useRef<HTMLInputElement>(null)
  const withAlt = useRef(false)
  const asked = words.trim().length > 1
  const query = useQuery(q.foundCodes(words.trim(), day))
  const ofServices = useQuery({ ...q.foundServices(words.trim(), day), enabled: asked && services })
  const hits = asked ? merged(words, query.data?.items ?? [], services ? (ofServices.data?.items ?? []) : []) : []
  const late = asked && [query, ...(services ? [ofServices] : [])].some((one) => one.isPending || one.isPlaceholderData)
  const list = useListbox(hits.length, (index) => hits[index] && pick(hits[index], withAlt.current), () => late)
  const clear = () => (setWords(''), list.setActive(0), list.forget())
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') withAlt.current = event.altKey
    list.input.onKeyDown(event)
    if (event.key === 'Escape') (event.preventDefault(), clear(), box.current?.blur())
  }
  const input = { ...list.input, ref: box, value: words, onKeyDown, onBlur: list.forget, onChange: (event: { currentTarget: HTMLInputElement }) => (setWords(event.currentTarget.value), list.setActive(0)) }
  const errors = asked ? [query.error, services ? ofServices.error : null].filter((error) => error !== null) : []
  return { words, hits, late, list, input, box, clear, errors }
}
