// SPDX-License-Identifier: Apache-2.0
import { Button, Checkbox, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { User } from '@/api/types'
import { Dialog } from '@/ui/Dialog'
import { Reason } from '@/ui/Empty'
import { done } from '@/ui/toasts'

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
      done(user ? 'Account changed.' : 'Account made.')
      onClose()
    },
  })
  const problem = save.error && asProblem(save.error)
  return (
    <Dialog
      title={user ? `Change ${user.display_name}` : 'Add a person or program'}
      onClose={onClose}
      onSubmit={() => save.mutate()}
      footer={<><Button onClick={onClose}>Cancel</Button><Button type="submit" variant="filled" loading={save.isPending}>Save</Button></>}
    >
      {!user && (
        <>
          <TextInput label="Account name" description="Lower case, never given to another person later" required data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value.toLowerCase())} error={problem?.location === 'name' ? problem.message : undefined} />
          <TextInput label="Name as shown" required value={display} onChange={(event) => setDisplay(event.currentTarget.value)} />
          <Checkbox label="A program (comes in with tokens only)" checked={program} onChange={(event) => setProgram(event.currentTarget.checked)} />
        </>
      )}
      <Checkbox.Group label="Roles" value={own} onChange={setOwn}>
        <div className="stack">{roles?.map((role) => <Checkbox key={role.name} value={role.name} label={role.title} description={`${role.permissions.length} permissions`} />)}</div>
      </Checkbox.Group>
      {!program && <PasswordInput label={user ? 'New password (empty: as it is)' : 'Password'} description="At least 12 characters" required={!user} autoComplete="new-password" value={password} onChange={(event) => setPassword(event.currentTarget.value)} />}
      <div role="alert">{problem && <Reason tone="bad">{problem.message}</Reason>}</div>
    </Dialog>
  )
}
