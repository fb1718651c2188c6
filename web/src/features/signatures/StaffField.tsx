// SPDX-License-Identifier: Apache-2.0
import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'

export interface Named { key: string; name: string }
interface Props { label: string; description?: string; none: string; value?: Named; onChange: (who: Named | undefined) => void }

/** Somebody of the medical staff, by the name under which they sign. */
export function StaffField({ label, description, none, value, onChange }: Props) {
  const { data } = useQuery(q.signatureTerms())
  const staff = data?.staff ?? []
  const choose = (key: string) => {
    const chosen = staff.find((one) => one.key === key)
    onChange(chosen && { key: chosen.key, name: chosen.name })
  }
  return <NativeSelect label={label} description={description} value={value?.key ?? ''} onChange={(event) => choose(event.currentTarget.value)} data={[{ value: '', label: none }, ...staff.map((one) => ({ value: one.key, label: one.name }))]} />
}
