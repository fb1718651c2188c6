// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { DistributionRecipient } from '@/api/types'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { Dialog } from '@/ui/Dialog'
import { EmptyState, Reason } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { Said } from '@/ui/Said'
import { useMay } from '@/ui/session'
import { Tag } from '@/ui/Tag'
import { done } from '@/ui/toasts'
import styles from './Distribution.module.css'
import { allChannels, channelWords, type Channel } from './words'

const nobody: Pick<DistributionRecipient, 'key' | 'name' | 'kind' | 'ways' | 'version'> & { user?: { id: string } } = { key: '', name: '', kind: 'practitioner', ways: [], version: 0 }

/** How people, clinics and wards are reached; those whom nobody can reach first. */
export function RecipientsTab({ of, onLook }: { of?: string; onLook: (of?: string) => void }) {
  const query = useQuery(q.recipients(of ?? ''))
  const keeps = useMay('file-documents')
  const [edited, setEdited] = useState<typeof nobody>()
  return (
    <div className="stack">
      <div className="row">
        <TextInput label={t('Name or number')} defaultValue={of} onChange={(event) => onLook(event.currentTarget.value || undefined)} />
        <Act {...keeps} onClick={() => setEdited({ ...nobody, key: of ?? '' })}>{t('Somebody new…')}</Act>
      </div>
      <Loaded query={query} isEmpty={(data) => !data.items.length} empty={<EmptyState icon="people" title={t('Nobody of that name or number')} />}>
        {({ items }) => (
          <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('Recipients')}>
            <table className={styles.table}>
              <thead><tr><th scope="col">{t('Recipient')}</th><th scope="col">{t('Number')}</th><th scope="col">{t('Reached by')}</th><th scope="col">{t('Steps')}</th></tr></thead>
              <tbody>
                {items.map((one) => (
                  <tr key={one.id}>
                    <td>{one.name}</td>
                    <td className="mono small">{one.key}</td>
                    <td>{one.is_known ? one.ways.map((way) => `${channelWords(way.channel as Channel)} ${way.address}`).join(', ') : <Tag tone="warn">{t('nobody knows')}</Tag>}</td>
                    <td><Act size="compact-sm" {...keeps} onClick={() => setEdited(one)}>{t('Change…')}</Act></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
      {edited && <RecipientDialog of={edited} onClose={() => setEdited(undefined)} />}
    </div>
  )
}

const print = (ways: { channel: string; address: string }[]) => ways.map((way) => `${way.channel} ${way.address}`).join('\n')
const read = (text: string) => text.split('\n').map((line) => line.trim()).filter(Boolean).map((line) => {
  const [channel = '', ...rest] = line.split(' ')
  return { channel, address: rest.join(' ') }
})

function RecipientDialog({ of, onClose }: { of: typeof nobody; onClose: () => void }) {
  const client = useQueryClient()
  const [name, setName] = useState(of.name)
  const [key, setKey] = useState(of.key)
  const [kind, setKind] = useState(of.kind)
  const [ways, setWays] = useState(print(of.ways))
  const [user, setUser] = useState(of.user?.id ?? '')
  const { data: terms } = useQuery(q.queryTerms())
  const [problem, setProblem] = useState<string>()
  const save = async () => {
    setProblem(undefined)
    try {
      await api.saveRecipient({ key, name, kind, ways: read(ways), version: of.version, user: user || undefined })
      done(t('Kept. What waited for it goes out.'))
      void client.invalidateQueries({ queryKey: ['distribution'] })
      onClose()
    } catch (error) {
      setProblem(asProblem(error).message)
    }
  }
  return (
    <Dialog title={t('How they are reached')} onClose={onClose} onSubmit={() => void save()} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled">{t('Keep it')}</Button></>}>
      <div className="stack">
        <TextInput data-autofocus label={t('Name')} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput label={t('Number, with its system: system|number')} value={key} readOnly={of.version > 0} onChange={(event) => setKey(event.currentTarget.value)} />
        <NativeSelect label={t('Kind')} value={kind} onChange={(event) => setKind(event.currentTarget.value as typeof kind)} data={[{ value: 'practitioner', label: t('Practitioner') }, { value: 'organization', label: t('Clinic or organization') }, { value: 'ward', label: t('Ward') }, { value: 'file', label: t('The department’s own file') }]} />
        <NativeSelect label={t('Account here, for an inbox')} value={user} onChange={(event) => setUser(event.currentTarget.value)} data={[{ value: '', label: t('No account here') }, ...(terms?.physicians ?? []).map((one) => ({ value: one.id, label: one.name }))]} />
        <Textarea label={t('Ways, one a line, the first is tried first')} description={allChannels.join(', ')} autosize minRows={2} value={ways} onChange={(event) => setWays(event.currentTarget.value)} />
        <div role="alert">{problem && <Reason tone="bad"><Said>{problem}</Said></Reason>}</div>
      </div>
    </Dialog>
  )
}
