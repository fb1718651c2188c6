// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { User } from '@/api/types'
import { said, t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { Reason } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { Said } from '@/ui/Said'
import { done } from '@/ui/toasts'

/** By which numbers the record names this person, and as what they stand in the medical staff. Without one they sign nothing. */
export function StaffDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const client = useQueryClient()
  const signers = useQuery(q.signers())
  const { data: terms } = useQuery(q.signatureTerms())
  const own = (signers.data ?? []).filter((one) => one.account?.id === user.id)
  const [key, setKey] = useState('')
  const [name, setName] = useState(user.display_name)
  const [standing, setStanding] = useState('')
  const settled = () => void client.invalidateQueries({ queryKey: ['signers'] })
  const add = useMutation({
    mutationFn: () => api.linkSigner({ account: user.name, key: key.trim(), name: name.trim(), standing: standing || own[0]?.standing || '' }),
    meta: { quiet: true },
    onSuccess: () => (settled(), setKey(''), done(t('Known in the medical staff.'))),
  })
  const remove = useMutation({ mutationFn: (one: string) => api.unlinkSigner({ key: one }), onSuccess: settled })
  return (
    <Dialog title={t('In the medical staff')} onClose={onClose} onSubmit={() => key.trim() && add.mutate()} footer={<><Button onClick={onClose}>{t('Close')}</Button><Button type="submit" variant="filled" loading={add.isPending}>{t('Name this number')}</Button></>}>
      <div className="stack">
        <Loaded query={signers}>
          {() => (own.length ? <ul aria-label={t('Numbers in the record')}>{own.map((one) => <li key={one.key}><span className="mono">{one.key}</span> · {one.name} · {said(terms?.standings.find((known) => known.code === one.standing)?.title ?? one.standing)} <Button variant="subtle" size="compact-xs" onClick={() => remove.mutate(one.key)}>{t('Not any more')}</Button></li>)}</ul> : <p className="soft small">{t('Not known in the medical staff: signs nothing.')}</p>)}
        </Loaded>
        <TextInput data-autofocus required label={t('Number in the record')} description={t('system|number, or Practitioner/id')} value={key} onChange={(event) => setKey(event.currentTarget.value)} />
        <TextInput required label={t('Name as it is printed with a signature')} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <NativeSelect required label={t('Standing')} value={standing || own[0]?.standing || ''} onChange={(event) => setStanding(event.currentTarget.value)} data={[{ value: '', label: t('Choose…') }, ...(terms?.standings ?? []).map((one) => ({ value: one.code, label: said(one.title) }))]} />
        <div role="alert">{add.error && <Reason tone="bad"><Said>{asProblem(add.error).message}</Said></Reason>}</div>
      </div>
    </Dialog>
  )
}
