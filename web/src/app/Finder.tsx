// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Icon } from '@/ui/icons'
import { KeyHint } from '@/ui/KeyHint'
import { useListbox } from '@/ui/listbox'
import { useGo } from '@/ui/navigate'
import { HitLine } from '@/ui/PatientPicker'
import { useMay } from '@/ui/session'
import styles from './Finder.module.css'

/** The box on top of every page: hits as you type, Enter opens the chart. A barcode reader types into it like a person. */
export function Finder() {
  const go = useGo()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const { allowed, why } = useMay('search-record')
  const { data, isFetching, isPending, isPlaceholderData } = useQuery({ ...q.findPatients(text, 8), enabled: allowed && text.trim().length > 1 })
  const hits = open && text.trim().length > 1 ? (data?.items ?? []) : []
  const leave = () => {
    setOpen(false)
    setText('')
    input.current?.blur()
  }
  const pick = (index: number) => {
    const hit = hits[index]
    if (hit) go(paths.chart(hit.id))
    else go(paths.patients(text))
    leave()
  }
  const isLate = allowed && open && text.trim().length > 1 && (isPending || isPlaceholderData)
  const list = useListbox(hits.length ? hits.length + 1 : 0, pick, () => isLate)
  return (
    <div className={styles.finder} role="search">
      <Icon name="search" size={15} />
      <input
        {...list.input}
        ref={input}
        id="finder"
        className={styles.input}
        aria-label={t('Find a patient')}
        placeholder={allowed ? t('Find a patient: smi,joh · birth date · MRN') : why}
        disabled={!allowed}
        value={text}
        onChange={(event) => (setText(event.target.value), setOpen(true), list.setActive(0))}
        onFocus={() => setOpen(true)}
        onBlur={() => (setOpen(false), list.forget())}
        onKeyDown={(event) => {
          if (event.key === 'Escape') leave()
          else if (event.key === 'Enter' && !isLate && !hits.length && text.trim()) (go(paths.patients(text.trim())), leave())
          else list.input.onKeyDown(event)
        }}
      />
      <KeyHint keys="/" />
      <div id={list.listId} role="listbox" aria-label={t('Patients found')} className={styles.list} hidden={!hits.length} onMouseDown={(event) => event.preventDefault()}>
        {hits.map((hit, index) => (
          <div key={hit.id} id={list.optionId(index)} role="option" aria-selected={index === list.active} className={styles.option} onMouseMove={() => list.setActive(index)} onClick={() => pick(index)}>
            <HitLine hit={hit} />
          </div>
        ))}
        {hits.length > 0 && (
          <div id={list.optionId(hits.length)} role="option" aria-selected={list.active === hits.length} className={styles.more} onMouseMove={() => list.setActive(hits.length)} onClick={() => pick(hits.length)}>
            {data && data.total > hits.length ? t('All {n} in the patient finder', { n: data.total }) : t('Open in the patient finder')}
          </div>
        )}
      </div>
      <span className="read-only-by-ear" role="status">{open && text.trim().length > 1 && !isFetching ? t('{n, plural, one {# patient found} other {# patients found}}', { n: hits.length }) : ''}</span>
    </div>
  )
}
