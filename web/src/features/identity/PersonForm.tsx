// SPDX-License-Identifier: Apache-2.0
import { NativeSelect, TextInput } from '@mantine/core'
import { t } from '@/i18n'
import { Choices } from '@/ui/Choices'
import { age } from '@/ui/format'
import styles from './RegistrationPage.module.css'
import { typedDate, type PersonDraft } from './registration'

interface Props { person: PersonDraft; onChange: (change: PersonDraft) => void; wrong?: string }
interface Field { name: keyof PersonDraft; label: string; required?: boolean; hint?: string; kind?: 'email' | 'tel' }

const names: Field[] = [
  { name: 'family', label: t('Surname'), required: true }, { name: 'given', label: t('Given name'), required: true }, { name: 'middle', label: t('Middle name') }, { name: 'suffix', label: t('Suffix'), hint: 'Jr, Sr, II' },
  { name: 'former', label: t('Former surname') }, { name: 'mothers_maiden_name', label: t("Mother's maiden name") },
]
const reach: Field[] = [
  { name: 'phone', label: t('Telephone'), kind: 'tel' }, { name: 'email', label: t('E-mail'), kind: 'email' }, { name: 'street', label: t('Street and house number') }, { name: 'city', label: t('Town') }, { name: 'region', label: t('State') },
  { name: 'postal_code', label: t('Postal code') },
]
const sexes = [{ value: 'female', label: t('Female') }, { value: 'male', label: t('Male') }, { value: 'other', label: t('Other') }, { value: 'unknown', label: t('Unknown') }]
const numbers = [{ value: 'DL', label: t('Driving licence') }, { value: 'PPN', label: t('Passport') }, { value: 'MC', label: t('Medicare') }, { value: 'MA', label: t('Medicaid') }, { value: 'NI', label: t('National person number') }]

/** What is asked of somebody at the registration desk. The server says what is missing; nothing typed is lost. */
export function PersonForm({ person, onChange, wrong }: Props) {
  const text = ({ name, label, required, hint, kind }: Field) => (
    <TextInput key={name} name={name} label={label} required={required} placeholder={hint} type={kind} autoComplete="off" error={wrong === name} value={person[name] ?? ''} onChange={(event) => onChange({ [name]: event.currentTarget.value })} />
  )
  const years = age(typedDate(person.birth_date ?? ''))
  return (
    <>
      <fieldset className={styles.group}><legend>{t('Name')}</legend>{names.map(text)}</fieldset>
      <fieldset className={styles.group}>
        <legend>{t('Birth and sex')}</legend>
        <TextInput
          name="birth_date"
          label={t('Birth date')}
          required
          placeholder="1961-04-02"
          description={years ? t('{age} old', { age: years }) : t('Year, month, day; the year alone when no more is known')}
          autoComplete="off"
          inputMode="numeric"
          error={wrong === 'birth_date'}
          value={person.birth_date ?? ''}
          onChange={(event) => onChange({ birth_date: event.currentTarget.value })}
          onBlur={() => person.birth_date && onChange({ birth_date: typedDate(person.birth_date) })}
        />
        {text({ name: 'birth_order', label: t('Birth order'), hint: t('of twins: 1, 2') })}
        <div className={styles.whole}><Choices legend={t('Sex')} name="sex" inline choices={sexes} value={person.sex ?? ''} onChange={(sex) => onChange({ sex })} /></div>
      </fieldset>
      <fieldset className={styles.group}>
        <legend>{t('Numbers')}</legend>
        {text({ name: 'ssn', label: t('Social security number') })}
        <NativeSelect label={t('Other number: kind')} data={numbers} value={person.other_type ?? 'DL'} onChange={(event) => onChange({ other_type: event.currentTarget.value })} />
        {text({ name: 'other_value', label: t('Other number') })}
      </fieldset>
      <fieldset className={styles.group}><legend>{t('Where to reach them')}</legend>{reach.map(text)}</fieldset>
    </>
  )
}
