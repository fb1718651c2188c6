// SPDX-License-Identifier: Apache-2.0
import { Button, Checkbox, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { User } from '@/api/types'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { Reason } from '@/ui/Empty'
import { done } from '@/ui/toasts'
import { Said } from '@/ui/Said'

/** A new account, or the roles and password of one. */
export function PersonDialog({ user, onClose }: { user?: User; onClose: () => void }) {
  const client = useQueryClient()
  const { data: roles } = useQuery(q.roles())
  const [name, setName] = useState('')
  const [display, setDisplay] = useState('')
  const [own, setOwn] = useState<string[]>(user?.roles ?? [])
  const [password, setPassword] = useState('')
  const [program, setProgram] = useState(user?.is_program ?? false)
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: () =>
      user
        ? api.changeUser(user.name, { roles: own, ...(password && { password }) })
        : api.addUser({ name: name.trim(), display_name: display.trim(), roles: own, is_program: program, ...(!program && { password }) }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['users'] })
      done(user ? t('Account changed.') : t('Account made.'))
      onClose()
    },
  })
  const problem = save.error && asProblem(save.error)
  return (
    <Dialog
      title={user ? t('Change {name}', { name: user.display_name }) : t('Add a person or program')}
      onClose={onClose}
      onSubmit={() => save.mutate()}
      footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={save.isPending}>{t('Save')}</Button></>}
    >
      {!user && (
        <>
          <TextInput label={t('Account name')} description={t('Lower case, never given to another person later')} required data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value.toLowerCase())} error={problem?.location === 'name' ? problem.message : undefined} />
          <TextInput label={t('Name as shown')} required value={display} onChange={(event) => setDisplay(event.currentTarget.value)} />
          <Checkbox label={t('A program (comes in with tokens only)')} checked={program} onChange={(event) => setProgram(event.currentTarget.checked)} />
        </>
      )}
      <Checkbox.Group label={t('Roles')} value={own} onChange={setOwn}>
        <div className="stack">{roles?.map((role) => <Checkbox key={role.name} value={role.name} label={<Said>{role.title}</Said>} description={t('{n, plural, one {# permission} other {# permissions}}', { n: role.permissions.length })} />)}</div>
      </Checkbox.Group>
      {!program && <PasswordInput label={user ? t('New password (empty: as it is)') : t('Password')} description={t('At least 12 characters')} required={!user} autoComplete="new-password" value={password} onChange={(event) => setPassword(event.currentTarget.value)} />}
      <div role="alert">{problem && <Reason tone="bad">{problem.message}</Reason>}</div>
    </Dialog>
  )
}
