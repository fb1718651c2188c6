// SPDX-License-Identifier: Apache-2.0
import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { q } from '@/api/queries'
import type { FoundCodes } from '@/api/types'
import { t } from '@/i18n'
import { said } from '@/i18n'
import { Reason } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { Said } from '@/ui/Said'
import styles from './Coding.module.css'
import { useLitInView } from './useLitInView'
import { dotted } from './words'

type Found = FoundCodes['items'][number]

const services_shown = 8
/** The code that was typed before the others, services behind diagnoses and procedures; a modifier is no code of its own. */
function merged(words: string, codes: Found[], services: Found[]): Found[] {
  const typed = words.replace(/[\s.]/g, '').toUpperCase()
  const all = [...codes, ...services.filter((one) => one.code.length === 5).slice(0, services_shown)]
  return [...all.filter((one) => one.code === typed), ...all.filter((one) => one.code !== typed)]
}

/** One box for codes, words and index paths; the hits follow the keystrokes, Enter takes the one that is lit, Alt+Enter opens it in its book. */
export function CodeSearch({ day, services, onTake, onOpen }: { day: string; services: boolean; onTake: (found: Found) => void; onOpen: (found: Found) => void }) {
  const [words, setWords] = useState('')
  const [lit, setLit] = useState(0)
  const box = useRef<HTMLInputElement>(null)
  const id = useId()
  const list = useLitInView<HTMLUListElement>(lit)
  const query = useQuery(q.foundCodes(words.trim(), day))
  const asksServices = services && words.trim().length > 1
  const serviceQuery = useQuery({ ...q.foundServices(words.trim(), day), enabled: asksServices })
  const hits = words.trim().length > 1 ? merged(words, query.data?.items ?? [], asksServices ? (serviceQuery.data?.items ?? []) : []) : []
  useHotkeys(t('Codes'), [{ keys: 'c', label: t('Find a code'), run: () => box.current?.focus() }])
  const take = (found: Found | undefined) => {
    if (!found?.billable) return
    onTake(found)
    setWords('')
    setLit(0)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setLit((before) => Math.max(0, Math.min(hits.length - 1, before + (event.key === 'ArrowDown' ? 1 : -1))))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      if (!event.altKey) return take(hits[lit])
      if (hits[lit]) onOpen(hits[lit])
    } else if (event.key === 'Escape') {
      setWords('')
      box.current?.blur()
    }
  }
  return (
    <div className={styles.search}>
      <TextInput ref={box} label={t('Find a code: words, abbreviation, index path or the code itself (c)')} value={words} role="combobox" aria-expanded={hits.length > 0} aria-controls={id} aria-autocomplete="list"
        aria-activedescendant={hits.length > 0 ? `${id}-${lit}` : undefined} autoComplete="off" onChange={(event) => (setWords(event.currentTarget.value), setLit(0))} onKeyDown={onKeyDown} />
      <ul ref={list} id={id} role="listbox" aria-label={t('Codes that were found')} className={styles.hits} hidden={hits.length === 0}>
        {hits.map((hit, index) => (
          <li key={`${hit.system}-${hit.code}`} id={`${id}-${index}`} role="option" aria-selected={index === lit} aria-disabled={!hit.billable} data-lit={index === lit || undefined} onMouseDown={(event) => (event.preventDefault(), take(hit))}>
            <span className="mono">{dotted(hit.code, hit.system !== 'icd10cm')}</span> <span>{hit.title}{hit.index_path && <span className="soft small"> {hit.index_path}</span>}</span>{!hit.billable && <span className="soft small"> {t('not billable')}</span>}
          </li>
        ))}
      </ul>
      {[query.error, asksServices ? serviceQuery.error : null].map((error, at) => error && words.trim().length > 1 && <Reason key={at} tone="warn"><Said>{said(error.message)}</Said></Reason>)}
    </div>
  )
}
