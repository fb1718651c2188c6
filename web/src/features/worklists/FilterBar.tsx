// SPDX-License-Identifier: Apache-2.0
import { useState, type ReactNode } from 'react'
import { t } from '@/i18n'
import { useHotkeys } from '@/ui/hotkeys'
import { Icon } from '@/ui/icons'
import { KeyHint } from '@/ui/KeyHint'
import { useListbox } from '@/ui/listbox'
import type { ChangeSearch, Search } from '@/ui/navigate'
import { chipsOf, cleared, flipped, suggestions, withValue, type Facet } from './filters'
import styles from './FilterBar.module.css'

interface Props { search: Search; change: ChangeSearch; facets: Facet[]; children?: ReactNode }

/** The filters in force as chips, and one box that adds any of them: f, a letter or two, Enter. Shift+Enter excludes. */
export function FilterBar({ search, change, facets, children }: Props) {
  const chips = chipsOf(search, facets)
  return (
    <div className={`${styles.bar} no-print`} role="group" aria-label={t('Filters')}>
      <Adder search={search} change={change} facets={facets} />
      <ul className={styles.chips}>
        {chips.map((chip) => (
          <li key={chip.key} className={styles.chip}>
            {chip.other ? (
              <button type="button" className={styles.part} title={t('Switch between is and is not')} onClick={() => change(flipped(search, chip))}>
                {chip.title} <em>{chip.verb}</em> <strong>{chip.text}</strong>
              </button>
            ) : (
              <span className={styles.part}>{chip.title} <em>{chip.verb}</em> <strong>{chip.text}</strong></span>
            )}
            <button type="button" className={styles.drop} aria-label={t('Remove the filter {filter}', { filter: [chip.title, chip.verb, chip.text].filter(Boolean).join(' ') })} onClick={() => change({ [chip.key]: undefined })}>
              <Icon name="close" size={11} />
            </button>
          </li>
        ))}
        {chips.length > 1 && <li><button type="button" className={styles.clear} onClick={() => change(cleared())}>{t('Clear all')}</button></li>}
      </ul>
      <div className={styles.tools}>{children}</div>
    </div>
  )
}

function Adder({ search, change, facets }: Omit<Props, 'children'>) {
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const options = open ? suggestions(facets, text) : []
  const leave = () => (setText(''), setOpen(false))
  const pick = (index: number, not: boolean) => {
    const option = options[index]
    if (!option) return
    change(option.facet ? withValue(search, option.facet, option.value, not) : { text: option.value })
    leave()
    document.querySelector<HTMLElement>('[role=grid]')?.focus()
  }
  const list = useListbox(options.length, (index, event) => pick(index, !!event?.shiftKey))
  useHotkeys(t('Filter'), [{ keys: 'f', label: t('Add a filter'), run: () => document.getElementById('add-filter')?.focus() }])
  return (
    <div className={styles.adder}>
      <Icon name="filter" size={13} />
      <input
        {...list.input}
        id="add-filter"
        className={styles.input}
        aria-label={t('Add a filter')}
        placeholder={t('Filter')}
        value={text}
        onChange={(event) => (setText(event.target.value), setOpen(true), list.setActive(0))}
        onFocus={() => setOpen(true)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key === 'Escape') (leave(), event.currentTarget.blur())
          else list.input.onKeyDown(event)
        }}
      />
      {!text && <KeyHint keys="f" />}
      <div id={list.listId} role="listbox" aria-label={t('Filters to add')} className={styles.list} hidden={!options.length} onMouseDown={(event) => event.preventDefault()}>
        {options.map((option, index) => (
          <div key={option.label} id={list.optionId(index)} role="option" aria-selected={index === list.active} className={styles.option} onMouseMove={() => list.setActive(index)} onClick={(event) => pick(index, event.shiftKey)}>
            <span className="cut">{option.label}</span>
            {option.count !== undefined && <span className="soft num">{option.count}</span>}
          </div>
        ))}
      </div>
    </div>
  )
}
