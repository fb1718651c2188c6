// SPDX-License-Identifier: Apache-2.0
import { NativeSelect, TextInput } from '@mantine/core'
import { Choices } from '@/ui/Choices'
import { age } from '@/ui/format'
import styles from './RegistrationPage.module.css'
import { typedDate, type PersonDraft } from './registration'

interface Props { person: PersonDraft; onChange: (change: PersonDraft) => void; wrong?: string }
interface Field { name: keyof PersonDraft; label: string; required?: boolean; hint?: string; kind?: 'email' | 'tel' }

const names: Field[] = [
  { name: 'family', label: 'Surname', required: true }, { name: 'given', label: 'Given name', required: true }, { name: 'middle', label: 'Middle name' }, { name: 'suffix', label: 'Suffix', hint: 'Jr, Sr, II' },
  { name: 'former', label: 'Former surname' }, { name: 'mothers_maiden_name', label: "Mother's maiden name" },
]
const reach: Field[] = [
  { name: 'phone', label: 'Telephone', kind: 'tel' }, { name: 'email', label: 'E-mail', kind: 'email' }, { name: 'street', label: 'Street and house number' }, { name: 'city', label: 'Town' }, { name: 'region', label: 'State' },
  { name: 'postal_code', label: 'Postal code' },
]
const sexes = [{ value: 'female', label: 'Female' }, { value: 'male', label: 'Male' }, { value: 'other', label: 'Other' }, { value: 'unknown', label: 'Unknown' }]
const numbers = [{ value: 'DL', label: 'Driving licence' }, { value: 'PPN', label: 'Passport' }, { value: 'MC', label: 'Medicare' }, { value: 'MA', label: 'Medicaid' }, { value: 'NI', label: 'National person number' }]

/** What is asked of somebody at the registration desk. The server says what is missing; nothing typed is lost. */
export function PersonForm({ person, onChange, wrong }: Props) {
  const text = ({ name, label, required, hint, kind }: Field) => (
    <TextInput key={name} name={name} label={label} required={required} placeholder={hint} type={kind} autoComplete="off" error={wrong === name} value={person[name] ?? ''} onChange={(event) => onChange({ [name]: event.currentTarget.value })} />
  )
  const years = age(typedDate(person.birth_date ?? ''))
  return (
    <>
      <fieldset className={styles.group}><legend>Name</legend>{names.map(text)}</fieldset>
      <fieldset className={styles.group}>
        <legend>Birth and sex</legend>
        <TextInput
          name="birth_date"
          label="Birth date"
          required
          placeholder="1961-04-02"
          description={years ? `${years} old` : 'Year, month, day; the year alone when no more is known'}
          autoComplete="off"
          inputMode="numeric"
          error={wrong === 'birth_date'}
          value={person.birth_date ?? ''}
          onChange={(event) => onChange({ birth_date: event.currentTarget.value })}
          onBlur={() => person.birth_date && onChange({ birth_date: typedDate(person.birth_date) })}
        />
        {text({ name: 'birth_order', label: 'Birth order', hint: 'of twins: 1, 2' })}
        <div className={styles.whole}><Choices legend="Sex" name="sex" inline choices={sexes} value={person.sex ?? ''} onChange={(sex) => onChange({ sex })} /></div>
      </fieldset>
      <fieldset className={styles.group}>
        <legend>Numbers</legend>
        {text({ name: 'ssn', label: 'Social security number' })}
        <NativeSelect label="Other number: kind" data={numbers} value={person.other_type ?? 'DL'} onChange={(event) => onChange({ other_type: event.currentTarget.value })} />
        {text({ name: 'other_value', label: 'Other number' })}
      </fieldset>
      <fieldset className={styles.group}><legend>Where to reach them</legend>{reach.map(text)}</fieldset>
    </>
  )
}
