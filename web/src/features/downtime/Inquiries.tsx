// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '@/api/client'
import type { Disaster, DisasterInquiry, Disasters } from '@/api/types'
import { said, t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { at, words } from '@/ui/format'
import { Pane } from '@/ui/Page'
import { Refused } from './Refused'
import { useAct } from './useAct'
import styles from './Downtime.module.css'

function TellDialog({ inquiry, disaster, terms, onClose }: { inquiry: DisasterInquiry; disaster: Disaster; terms: Disasters; onClose: () => void }) {
  const [patient, setPatient] = useState('')
  const [basis, setBasis] = useState('')
  const [agreement, setAgreement] = useState('')
  const [told, setTold] = useState('')
  const { run, busy, problem } = useAct()
  const tell = async () => {
    if (await run(() => api.tellFamily(inquiry.id, { basis, agreement, told, ...(patient && { patient }) }))) onClose()
  }
  const borne = disaster.identities.filter((one) => one.triage_tag)
  return (
    <Dialog title={t('What they were told')} onClose={onClose} onSubmit={() => void tell()} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={busy}>{t('Save')}</Button></>}>
      <NativeSelect label={t('About whom')} data-autofocus value={patient} onChange={(event) => setPatient(event.currentTarget.value)} data={[{ value: '', label: t('nobody here') }, ...borne.map((one) => ({ value: one.id, label: `${one.triage_tag} · ${one.name}` }))]} />
      <NativeSelect label={t('On what basis')} value={basis} onChange={(event) => setBasis(event.currentTarget.value)} data={[{ value: '', label: t('Choose a basis') }, ...terms.bases.map((one) => ({ value: one.code, label: `${said(one.sentence)} (${one.citation})` }))]} />
      <NativeSelect label={t('Did the patient agree')} value={agreement} onChange={(event) => setAgreement(event.currentTarget.value)} data={[{ value: '', label: t('not asked') }, ...terms.agreements.map((one) => ({ value: one, label: words(one) }))]} />
      <TextInput label={t('What they were told')} value={told} onChange={(event) => setTold(event.currentTarget.value)} />
      <Refused problem={problem} />
    </Dialog>
  )
}

/** Families' questions, and what each was told. */
export function Inquiries({ disaster, terms }: { disaster: Disaster; terms: Disasters }) {
  const [form, setForm] = useState({ caller: '', relation: '', contact: '', looking_for: '' })
  const [told, setTold] = useState<DisasterInquiry>()
  const { run, busy, problem } = useAct()
  const put = (part: Partial<typeof form>) => setForm({ ...form, ...part })
  const note = async () => {
    if (await run(() => api.askAfter(disaster.id, form))) setForm({ caller: '', relation: '', contact: '', looking_for: '' })
  }
  return (
    <Pane title={t('Families who asked')}>
      <form className={styles.line} onSubmit={(event) => { event.preventDefault(); void note() }}>
        <TextInput label={t('Who asks')} value={form.caller} onChange={(event) => put({ caller: event.currentTarget.value })} />
        <TextInput label={t('Relation')} value={form.relation} onChange={(event) => put({ relation: event.currentTarget.value })} />
        <TextInput label={t('How to reach them')} value={form.contact} onChange={(event) => put({ contact: event.currentTarget.value })} />
        <TextInput label={t('Whom they look for')} value={form.looking_for} onChange={(event) => put({ looking_for: event.currentTarget.value })} />
        <Button type="submit" loading={busy}>{t('Note it')}</Button>
      </form>
      <Refused problem={problem} />
      {disaster.inquiries.length > 0 && (
        <table className={styles.table}>
          <thead><tr><th scope="col">{t('Who asks')}</th><th scope="col">{t('Whom they look for')}</th><th scope="col">{t('What they were told')}</th></tr></thead>
          <tbody>{disaster.inquiries.map((one) => (
            <tr key={one.id}>
              <td>{[one.caller, one.relation, one.contact].filter(Boolean).join(', ')}</td><td>{one.looking_for}</td>
              <td>{one.disclosures.map((part) => <p key={part.at}>{`${at(part.at)}: ${part.told}`}</p>)}<Button size="compact-xs" onClick={() => setTold(one)}>{t('Note what they were told')}</Button></td>
            </tr>
          ))}</tbody>
        </table>
      )}
      {told && <TellDialog inquiry={told} disaster={disaster} terms={terms} onClose={() => setTold(undefined)} />}
    </Pane>
  )
}
