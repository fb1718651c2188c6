// SPDX-License-Identifier: Apache-2.0
import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useContext, useId, useRef, useState, type KeyboardEvent } from 'react'
import { q } from '@/api/queries'
import { said, t } from '@/i18n'
import { Reason } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { Said } from '@/ui/Said'
import styles from './Coding.module.css'
import { EncoderContext, type CodeSystem } from './encoder_context'
import { useLitInView } from './useLitInView'
import { dotted } from './words'

/** The same box as at the desk; Enter opens what is lit in its book. */
export function EncoderSearch() {
  const { on, open } = useContext(EncoderContext)
  const [words, setWords] = useState('')
  const [lit, setLit] = useState(0)
  const box = useRef<HTMLInputElement>(null)
  const id = useId()
  const list = useLitInView<HTMLUListElement>(lit)
  const query = useQuery(q.foundCodes(words.trim(), on))
  const hits = words.trim().length > 1 ? (query.data?.items ?? []) : []
  useHotkeys(t('Encoder'), [{ keys: 'c', label: t('Find a code'), run: () => box.current?.focus() }])
  // A code that is none of that day is not found, and yet the tabular list knows until when it was one.
  const typed = words.trim().toUpperCase().replace('.', '')
  const isCode = hits.length === 0 && !query.isFetching && /^[A-Z]\d[\dA-Z]{1,5}$/.test(typed)
  const show = (index: number) => {
    const hit = hits[index]
    if (!hit && !isCode) return
    if (!hit) open(dotted(typed), 'icd10cm')
    else open(hit.system === 'icd10pcs' ? hit.code : dotted(hit.code), hit.system as CodeSystem, hit.index_path ? { term: hit.index_path, path: hit.index_path } : undefined)
    setWords('')
    setLit(0)
    box.current?.blur()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') setLit((before) => Math.max(0, Math.min(hits.length - 1, before + (event.key === 'ArrowDown' ? 1 : -1))))
    else if (event.key === 'Enter') show(lit)
    else if (event.key === 'Escape') (setWords(''), box.current?.blur())
    else return
    event.preventDefault()
  }
  return (
    <div className={styles.search}>
      <TextInput ref={box} label={t('Find a code and open it in its book (c)')} value={words} role="combobox" aria-expanded={hits.length > 0} aria-controls={id} aria-autocomplete="list"
        aria-activedescendant={hits.length > 0 ? `${id}-${lit}` : undefined} autoComplete="off" onChange={(event) => (setWords(event.currentTarget.value), setLit(0))} onKeyDown={onKeyDown} />
      <ul ref={list} id={id} role="listbox" aria-label={t('Codes that were found')} className={styles.hits} hidden={hits.length === 0}>
        {hits.map((hit, index) => (
          <li key={`${hit.system}-${hit.code}`} id={`${id}-${index}`} role="option" aria-selected={index === lit} data-lit={index === lit || undefined} onMouseDown={(event) => (event.preventDefault(), show(index))}>
            <span className="mono">{dotted(hit.code, hit.system === 'icd10pcs')}</span> <span>{hit.title}{hit.index_path && <span className="soft small"> {hit.index_path}</span>}</span>
          </li>
        ))}
      </ul>
      {isCode && <p className="small">{t('Not found among the codes of that day. Enter opens {code} in the tabular list.', { code: dotted(typed) })}</p>}
      {query.error && words.trim().length > 1 && <Reason tone="warn"><Said>{said(query.error.message)}</Said></Reason>}
    </div>
  )
}
