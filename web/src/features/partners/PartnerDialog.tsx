// SPDX-License-Identifier: Apache-2.0
import { Button, Checkbox, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import type { Partner } from '@/api/types'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { Reason } from '@/ui/Empty'
import { done } from '@/ui/toasts'

const fields = [
  ['name', 'Name', ''],
  ['application', 'Sending application', 'MSH-3'],
  ['facility_name', 'Sending facility', 'MSH-4; empty fits any'],
  ['default_assigner', 'Assigner of its record numbers', 'for PID-3 without an assigning authority, urn:oid:…'],
  ['zone', 'Time zone', 'IANA name, such as America/New_York'],
  ['charset', 'Character set', 'for messages without MSH-18'],
  ['endpoint', 'Sends to', 'host:port; empty: receives nothing'],
] as const

export function PartnerDialog({ partner, onClose }: { partner: Partial<Partner>; onClose: () => void }) {
  const client = useQueryClient()
  const [value, setValue] = useState(partner)
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: () => api.savePartner(value),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['partners'] })
      done(t('Partner saved.'))
      onClose()
    },
  })
  return (
    <Dialog
      title={partner.id ? t('Change a partner') : t('Add a partner')}
      onClose={onClose}
      onSubmit={() => save.mutate()}
      footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={save.isPending}>{t('Save')}</Button></>}
    >
      {fields.map(([key, label, description], index) => (
        <TextInput key={key} label={label} description={description || undefined} required={index === 0} data-autofocus={index === 0 || undefined} value={value[key] ?? ''} onChange={(event) => setValue({ ...value, [key]: event.currentTarget.value })} />
      ))}
      <Checkbox label={t('Over TLS')} checked={value.tls ?? false} onChange={(event) => setValue({ ...value, tls: event.currentTarget.checked })} />
      <Checkbox label={t('Enabled')} checked={value.enabled ?? true} onChange={(event) => setValue({ ...value, enabled: event.currentTarget.checked })} />
      <Checkbox label={t('Is told who is who: merges, unmerges and visits that were moved')} checked={value.wants?.includes('identity') ?? false} onChange={(event) => setValue({ ...value, wants: event.currentTarget.checked ? ['identity'] : [] })} />
      <div role="alert">{save.error && <Reason tone="bad">{asProblem(save.error).message}</Reason>}</div>
    </Dialog>
  )
}
