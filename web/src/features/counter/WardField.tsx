// SPDX-License-Identifier: Apache-2.0
import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import type { CounterState } from './useCounter'

/** On which ward copies are received; kept for when there is no line. */
export function WardField({ state }: { state: CounterState }) {
  const { data } = useQuery({ ...q.floor(), enabled: state.line === 'open' })
  const chosen = state.standing.ward
  const wards = (data?.wards ?? []).filter((one) => one.code).map(({ code, name }) => ({ code, name }))
  if (chosen && !wards.some((one) => one.code === chosen.code)) wards.unshift(chosen)
  if (!wards.length) return <p>{t('The wards are not known without the line: choose one while the house answers.')}</p>
  return (
    <NativeSelect size="lg" label={t('Ward where it is handed over')} value={chosen?.code ?? ''}
      onChange={(event) => state.stand({ ward: wards.find((one) => one.code === event.currentTarget.value) })}
      data={[{ value: '', label: t('Choose…') }, ...wards.map((one) => ({ value: one.code, label: `${one.code} ${one.name}` }))]} />
  )
}
