// SPDX-License-Identifier: Apache-2.0
import { TextInput } from '@mantine/core'
import { useContext, type KeyboardEvent } from 'react'
import { said, t } from '@/i18n'
import { Reason } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { Said } from '@/ui/Said'
import { CodeHits } from './CodeHits'
import styles from './Coding.module.css'
import { EncoderContext, type CodeSystem } from './encoder_context'
import { useCodeHits, type Found } from './useCodeHits'
import { dotted } from './words'

/** The same box as at the desk; Enter opens what is lit in its book. */
export function EncoderSearch() {
  const { on, open } = useContext(EncoderContext)
  const leave = () => {
    search.clear()
    search.box.current?.blur()
  }
  const show = (hit: Found) => {
    open(hit.system === 'icd10pcs' ? hit.code : dotted(hit.code), hit.system as CodeSystem, hit.index_path ? { term: hit.index_path, path: hit.index_path } : undefined)
    leave()
  }
  const search = useCodeHits(on, show)
  useHotkeys(t('Encoder'), [{ keys: 'c', label: t('Find a code'), run: () => search.box.current?.focus() }])
  // A code that is none of that day is not found, and yet the tabular list knows until when it was one.
  const typed = search.words.trim().toUpperCase().replace('.', '')
  const isCode = search.hits.length === 0 && !search.late && /^[A-Z]\d[\dA-Z]{1,5}$/.test(typed)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !isCode) return search.input.onKeyDown(event)
    event.preventDefault()
    open(dotted(typed), 'icd10cm')
    leave()
  }
  return (
    <div className={styles.search}>
      <TextInput {...search.input} onKeyDown={onKeyDown} label={t('Find a code and open it in its book (c)')} />
      <CodeHits search={search} onPick={show} />
      {isCode && <p className="small">{t('Not found among the codes of that day. Enter opens {code} in the tabular list.', { code: dotted(typed) })}</p>}
      {search.errors.map((error) => <Reason key={error.message} tone="warn"><Said>{said(error.message)}</Said></Reason>)}
    </div>
  )
}
