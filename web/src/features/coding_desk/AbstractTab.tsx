// SPDX-License-Identifier: Apache-2.0
import { NativeSelect, TextInput } from '@mantine/core'
import type { AbstractValue, CodingCase } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { AppLink } from '@/ui/navigate'
import { Tag } from '@/ui/Tag'
import styles from './Coding.module.css'
import type { Codes } from './useCodes'

/** The abstract: each element with where it comes from; what a person says over it keeps the page that says so. */
export function AbstractTab({ one, codes, writes, document, pageNow }: { one: CodingCase; codes: Codes; writes: boolean; document?: string; pageNow: () => number }) {
  const shown = one.documents.find((other) => other.id === document)
  const enter = (element: string, value: string) => {
    const quote = window.getSelection()?.toString().replace(/\s+/g, ' ').trim()
    codes.enter.mutate({ element, value, evidence: quote && shown ? { document: { type: shown.type, id: shown.id }, page: pageNow(), quote } : undefined })
  }
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={t('Abstract')}>
        <thead><tr><th>{t('Element')}</th><th>{t('Value')}</th><th>{t('From')}</th></tr></thead>
        <tbody>
          {one.abstract.map((value) => (
            <tr key={value.id}>
              <th scope="row">{said(value.title)}{value.required && !value.value && <> <Tag tone="warn">{t('needed')}</Tag></>}</th>
              <td><Field value={value} writes={writes} onEnter={(text) => enter(value.id, text)} /></td>
              <td className="small soft"><Source one={one} value={value} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Field({ value, writes, onEnter }: { value: AbstractValue; writes: boolean; onEnter: (text: string) => void }) {
  if (!writes || value.from === 'codes') return <>{said(value.words) || value.value || '–'}</>
  const label = said(value.title)
  if (value.choices.length > 0)
    return <NativeSelect size="xs" aria-label={label} value={value.value} onChange={(event) => onEnter(event.currentTarget.value)} data={[{ value: '', label: t('Not said') }, ...value.choices.map((choice) => ({ value: choice.code, label: `${choice.code} ${said(choice.words)}` }))]} />
  return <TextInput key={value.value} size="xs" aria-label={label} defaultValue={value.value} onBlur={(event) => event.currentTarget.value !== value.value && onEnter(event.currentTarget.value)} />
}

function Source({ one, value }: { one: CodingCase; value: AbstractValue }) {
  if (value.from === 'entered') {
    const from = value.source && value.source.id ? <> <AppLink to={paths.coding({ case: one.encounter, document: value.source.id, tab: 'abstract', page: String(value.page ?? 1) })}>“{value.quote}”</AppLink></> : null
    return <>{t('entered by {who}', { who: value.by?.name ?? '' })}{from}</>
  }
  if (value.source?.type === 'Patient') return <AppLink to={paths.chartParticulars(one.patient)}>{value.from}</AppLink>
  return <span className="mono">{value.from || '–'}</span>
}
