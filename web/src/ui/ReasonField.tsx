// SPDX-License-Identifier: Apache-2.0
import { NativeSelect } from '@mantine/core'
import type { Reason } from '@/api/types'
import { said, t } from '@/i18n'
import { Choices } from './Choices'
import { Said } from './Said'

/** So many stand open; more are folded away. */
const most = 8

interface Props { reasons: readonly Reason[]; value: string; onChange: (code: string) => void; autoFocus?: boolean }

/** A coded reason: a few stand open, so that the arrows choose and Enter sends; many are a list to choose from. */
export function ReasonField({ reasons, value, onChange, autoFocus }: Props) {
  if (reasons.length <= most)
    return <Choices legend={t('Reason')} choices={reasons.map((one) => ({ value: one.code, label: <Said>{one.sentence}</Said> }))} value={value} onChange={onChange} autoFocus={autoFocus} />
  return (
    <NativeSelect
      label={t('Reason')}
      required
      data-autofocus={autoFocus || undefined}
      value={value}
      onChange={(change) => onChange(change.currentTarget.value)}
      data={[{ value: '', label: t('Choose…') }, ...reasons.map((one) => ({ value: one.code, label: said(one.sentence) }))]}
    />
  )
}
