// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '@/api/client'
import type { DisasterIdentity } from '@/api/types'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { words } from '@/ui/format'
import { Refused } from './Refused'
import { useAct } from './useAct'

/** What is seen of somebody whom nobody knows: with the first words somebody bears the identity. */
export function DescribeDialog({ identity, onClose }: { identity: DisasterIdentity; onClose: () => void }) {
  const [seen, setSeen] = useState({ triage_tag: identity.triage_tag, sex: identity.sex, age: identity.age, marks: identity.marks, where: identity.where })
  const { run, busy, problem } = useAct()
  const put = (part: Partial<typeof seen>) => setSeen({ ...seen, ...part })
  const save = async () => {
    if (await run(() => api.describeIdentity(identity.id, { ...seen, version: identity.version }))) onClose()
  }
  return (
    <Dialog title={t('Describe {name}', { name: identity.name })} onClose={onClose} onSubmit={() => void save()} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={busy}>{t('Save')}</Button></>}>
      <TextInput label={t('Triage tag')} data-autofocus value={seen.triage_tag} onChange={(event) => put({ triage_tag: event.currentTarget.value })} />
      <NativeSelect label={t('Sex, as it seems')} value={seen.sex} onChange={(event) => put({ sex: event.currentTarget.value })} data={[{ value: '', label: t('not known') }, ...['female', 'male', 'other'].map((one) => ({ value: one, label: words(one) }))]} />
      <TextInput label={t('Age, as it seems')} value={seen.age} onChange={(event) => put({ age: event.currentTarget.value })} />
      <TextInput label={t('Marks')} value={seen.marks} onChange={(event) => put({ marks: event.currentTarget.value })} />
      <TextInput label={t('Where')} value={seen.where} onChange={(event) => put({ where: event.currentTarget.value })} />
      <Refused problem={problem} />
    </Dialog>
  )
}
