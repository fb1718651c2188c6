// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import type { User } from '@/api/types'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { Reason } from '@/ui/Empty'
import styles from './TokenDialog.module.css'

/** A bearer token, shown once: the server keeps only its hash. */
export function TokenDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const [scope, setScope] = useState('')
  const [until, setUntil] = useState('')
  const issue = useMutation({
    meta: { quiet: true },
    mutationFn: () => api.issueToken(user.name, { ...(scope.trim() && { scope: scope.trim() }), ...(until && { expires_at: new Date(`${until}T00:00`).toISOString() }) }),
  })
  const token = issue.data?.token
  if (token) {
    return (
      <Dialog title={t('The token')} onClose={onClose} footer={<><Button onClick={() => void navigator.clipboard.writeText(token)}>{t('Copy')}</Button><Button variant="filled" data-autofocus onClick={onClose}>{t('Done')}</Button></>}>
        <Reason>{t('It is shown this once. Give it to {name} in a safe way.', { name: user.display_name })}</Reason>
        <code className={styles.token}>{token}</code>
      </Dialog>
    )
  }
  return (
    <Dialog
      title={t('New token for {name}', { name: user.display_name })}
      onClose={onClose}
      onSubmit={() => issue.mutate()}
      footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={issue.isPending}>{t('Make the token')}</Button></>}
    >
      <TextInput label={t('Scope')} description={t('Permissions or roles, separated by spaces; empty: all of the account')} data-autofocus value={scope} onChange={(event) => setScope(event.currentTarget.value)} />
      <TextInput label={t('Valid until')} type="date" value={until} onChange={(event) => setUntil(event.currentTarget.value)} />
      <div role="alert">{issue.error && <Reason tone="bad">{asProblem(issue.error).message}</Reason>}</div>
    </Dialog>
  )
}
