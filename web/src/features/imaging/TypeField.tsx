// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ScanDocumentType, ScanValueChoice } from '@/api/types'
import { said, t } from '@/i18n'
import { useListbox } from '@/ui/listbox'
import { typesFitting } from './index_form'
import { Confidence } from './PatientField'
import styles from './Side.module.css'

interface Props { label: string; name: string; types: readonly ScanDocumentType[]; suggested: readonly ScanValueChoice[]; value: string; onChange: (code: string) => void; error?: boolean }

/** A document type of the LOINC ontology by code or beginnings of words; the suggested ones are a press away. */
export function TypeField({ label, name, types, suggested, value, onChange, error }: Props) {
  const [text, setText] = useState<string>()
  const chosen = types.find((one) => one.code === value)
  const found = text === undefined ? [] : typesFitting(types, text)
  const pick = (index: number) => {
    const one = found[index]
    if (one) (onChange(one.code), setText(undefined))
  }
  const list = useListbox(found.length, pick)
  return (
    <div>
      <TextInput
        {...list.input}
        name={name}
        label={label}
        error={error}
        placeholder={t('Code or beginning of the name')}
        value={text ?? (chosen ? `${said(chosen.display)} · ${chosen.code}` : value)}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => (setText(event.currentTarget.value), list.setActive(0))}
        onBlur={() => setText(undefined)}
      />
      <div id={list.listId} role="listbox" aria-label={t('Document types')} className={styles.types} hidden={!found.length} onMouseDown={(event) => event.preventDefault()}>
        {found.map((one, index) => (
          <div key={one.code} id={list.optionId(index)} role="option" aria-selected={index === list.active} className={styles.option} onMouseMove={() => list.setActive(index)} onClick={() => pick(index)}>
            <span>{said(one.display)}</span><span className="soft mono">{one.code}</span>
          </div>
        ))}
      </div>
      {suggested.length > 0 && (
        <div className={styles.chips} role="group" aria-label={t('Suggested types')}>
          {suggested.slice(0, 3).map((one) => <Button key={one.value} size="compact-xs" variant={one.value === value ? 'light' : 'default'} aria-pressed={one.value === value} rightSection={<Confidence percent={one.confidence} />} onClick={() => onChange(one.value)}>{said(one.display ?? one.value)}</Button>)}
        </div>
      )}
    </div>
  )
}
