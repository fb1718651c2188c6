// SPDX-License-Identifier: Apache-2.0
import { TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { api } from '@/api/client'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { Pane } from '@/ui/Page'
import { useMay } from '@/ui/session'

/** The card with which somebody on a ward receives copies. */
export function BadgeField() {
  const permission = useMay('assign-work')
  const [account, setAccount] = useState('')
  if (!permission.allowed) return null
  const print = (event: FormEvent) => {
    event.preventDefault()
    if (account.trim()) window.open(api.badgeUrl(account.trim().toLowerCase()), '_blank', 'noopener')
  }
  return (
    <Pane title={t('Badges')}>
      <form className="row" onSubmit={print}>
        <TextInput label={t('Account of who receives copies')} value={account} onChange={(event) => setAccount(event.currentTarget.value)} autoComplete="off" autoCapitalize="none" />
        <Act type="submit">{t('Print the badge')}</Act>
      </form>
    </Pane>
  )
}
