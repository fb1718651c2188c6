// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem, type Problem } from '@/api/http'
import { q } from '@/api/queries'
import type { PaperPlace, PaperVolume, PaperVolumeView } from '@/api/types'
import { said, t } from '@/i18n'
import { Act } from '@/ui/Act'
import { Dialog } from '@/ui/Dialog'
import { Reason } from '@/ui/Empty'
import { words } from '@/ui/format'
import { Said } from '@/ui/Said'
import { PlaceField } from './PlaceField'
import { goesTo } from './words'

interface Props { volume: PaperVolume; kind: string; title: string; onClose: () => void; onMoved: (view: PaperVolumeView) => void }

/** One movement of one volume. What does not fit the record is asked back by the server, and done only when it is affirmed here. */
export function MoveDialog({ volume, kind, title, onClose, onMoved }: Props) {
  const { data: terms } = useQuery(q.paperTerms())
  const [place, setPlace] = useState<PaperPlace>()
  const [purpose, setPurpose] = useState('')
  const [certificate, setCertificate] = useState('')
  const [confirmed, setConfirmed] = useState<string[]>([])
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const goes = goesTo(kind)
  const destroys = kind === 'scan-and-destroy'
  const asked = problem?.location.startsWith('confirm:') ? problem.location.slice('confirm:'.length) : undefined

  const send = async (affirmed: string[]) => {
    setBusy(true)
    setProblem(undefined)
    try {
      onMoved(await api.movePaper(volume.id, {
        kind, confirmed: affirmed, version: volume.version, ...(place && { to: place.id }), ...(purpose && { purpose }),
        ...(destroys && { reason: 'scanned', certificate }),
      }))
    } catch (error) {
      setProblem(asProblem(error))
      setBusy(false)
    }
  }
  const affirm = () => {
    if (!asked) return
    const next = [...confirmed, asked]
    setConfirmed(next)
    void send(next)
  }
  return (
    <Dialog
      title={title}
      tone={destroys ? 'warn' : 'plain'}
      onClose={onClose}
      onSubmit={() => void send(confirmed)}
      footer={<>
        <Button onClick={onClose}>{t('Cancel')}</Button>
        {asked ? <Act variant="filled" onClick={affirm} allowed={!busy}>{t('It is so: go on')}</Act> : <Act type="submit" variant="filled" allowed={!busy}>{title}</Act>}
      </>}
    >
      <div className="stack">
        <p><span className="num">{volume.filed_as}</span> · {words(volume.kind)} · {volume.barcode}</p>
        {goes && <PlaceField label={goes === 'borrower' ? t('To whom') : t('Where to')} goes={goes} place={place} onPlace={setPlace} error={problem?.location === 'to' ? problem.message : undefined} />}
        {volume.needs_purpose && goes === 'borrower' && (
          <NativeSelect
            label={t('Purpose')}
            value={purpose}
            onChange={(event) => setPurpose(event.currentTarget.value)}
            error={problem?.location === 'purpose' ? problem.message : undefined}
            data={[{ value: '', label: t('Choose a purpose') }, ...(terms?.purposes ?? []).map((one) => ({ value: one, label: words(one) }))]}
          />
        )}
        {destroys && <TextInput label={t('Number of the certificate')} value={certificate} onChange={(event) => setCertificate(event.currentTarget.value)} error={problem?.location === 'certificate' ? problem.message : undefined} />}
        {problem && !['to', 'purpose', 'certificate'].includes(problem.location) && (
          <div role="alert"><Reason tone={asked ? 'warn' : 'bad'} title={asked ? t('The record says something else') : undefined}><Said>{said(problem.message)}</Said></Reason></div>
        )}
      </div>
    </Dialog>
  )
}
