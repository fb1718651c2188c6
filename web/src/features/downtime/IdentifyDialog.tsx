// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '@/api/client'
import type { DisasterIdentity, PatientBrief } from '@/api/types'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { PatientFinder } from '@/ui/PatientFinder'
import { Refused } from './Refused'
import { useAct } from './useAct'

/** Who somebody is: the real record, and two of its identifiers typed from what was seen, not from the screen. */
export function IdentifyDialog({ identity, onClose }: { identity: DisasterIdentity; onClose: () => void }) {
  const [real, setReal] = useState<PatientBrief>()
  const [number, setNumber] = useState('')
  const [born, setBorn] = useState('')
  const { run, busy, problem } = useAct()
  const link = async () => {
    if (real && await run(() => api.identifyPerson(identity.id, { real: real.id, number, birth_date: born }))) onClose()
  }
  return (
    <Dialog wide title={t('Identify {name}', { name: identity.name })} tone="warn" onClose={onClose} onSubmit={() => void link()} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={busy}>{t('It is this person')}</Button></>}>
      {real ? <p className="row"><strong>{real.name}</strong><Button className="push" size="compact-xs" variant="subtle" onClick={() => setReal(undefined)}>{t('Another patient')}</Button></p> : <PatientFinder label={t('Find the patient')} onPick={setReal} />}
      <TextInput label={t('Record number, typed')} autoComplete="off" value={number} onChange={(event) => setNumber(event.currentTarget.value)} />
      <TextInput label={t('Birth date, typed (1961-04-02)')} autoComplete="off" value={born} onChange={(event) => setBorn(event.currentTarget.value)} />
      <Refused problem={problem} />
    </Dialog>
  )
}
