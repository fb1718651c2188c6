// SPDX-License-Identifier: Apache-2.0
import { NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useId } from 'react'
import { api } from '@/api/client'
import { Problem } from '@/api/http'
import { q } from '@/api/queries'
import type { DowntimeAccounting, PaperPlace } from '@/api/types'
import { t } from '@/i18n'
import { words } from '@/ui/format'

export interface Noted { kind: string; volume: string; to: string; at: string }
export const nothingNoted: Noted = { kind: '', volume: '', to: '', at: '' }

/** The borrower whom the words or the barcode name; one that several fit is asked back. */
async function borrower(said: string): Promise<PaperPlace> {
  const scanned = (await api.scanPaper(said)).place
  if (scanned) return scanned
  const found = (await api.paperPlaces(said)).items.filter((one) => one.borrows)
  const exact = found.filter((one) => one.path === said)
  const [only, ...others] = exact.length > 0 ? exact : found
  if (only && others.length === 0) return only
  throw new Problem({ status: 422, detail: only ? t('Several places fit. Choose one whole name.') : t('No such place') })
}

/** As the server takes it; nothing where nothing was noted. */
export async function movementOf(noted: Noted, confirmed: string[]): Promise<DowntimeAccounting['movement']> {
  if (!noted.kind) return undefined
  const to = noted.kind === 'charge-out' ? (await borrower(noted.to.trim())).id : undefined
  if (!noted.at) throw new Problem({ status: 422, detail: t('Say when it was moved.') })
  return { kind: noted.kind, barcode: noted.volume.trim(), at: new Date(noted.at).toISOString(), confirmed, ...(to && { to }) }
}

/** What is written on an outguide: the volume, where it went, and when. */
export function MovementFields({ noted, onNoted }: { noted: Noted; onNoted: (noted: Noted) => void }) {
  const list = useId()
  const { data } = useQuery(q.paperPlaces(useDeferredValue(noted.to.trim())))
  const set = (change: Partial<Noted>) => onNoted({ ...noted, ...change })
  return (
    <>
      <NativeSelect label={t('Movement written on it')} value={noted.kind} onChange={(event) => set({ kind: event.currentTarget.value })} data={[{ value: '', label: t('None') }, ...['charge-out', 'check-in'].map((one) => ({ value: one, label: words(one) }))]} />
      {noted.kind && <TextInput label={t('Barcode of the volume')} autoComplete="off" value={noted.volume} onChange={(event) => set({ volume: event.currentTarget.value })} />}
      {noted.kind === 'charge-out' && <TextInput label={t('To whom')} list={list} autoComplete="off" value={noted.to} onChange={(event) => set({ to: event.currentTarget.value })} />}
      <datalist id={list}>{data?.filter((one) => one.borrows).map((one) => <option key={one.id} value={one.path} />)}</datalist>
      {noted.kind && <TextInput type="datetime-local" label={t('When it was moved')} value={noted.at} onChange={(event) => set({ at: event.currentTarget.value })} />}
    </>
  )
}
