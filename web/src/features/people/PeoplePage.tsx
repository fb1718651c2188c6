// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { q } from '@/api/queries'
import type { User } from '@/api/types'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { EmptyState } from '@/ui/Empty'
import { ago, words } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { Page, Pane } from '@/ui/Page'
import { useMay } from '@/ui/session'
import { Tag } from '@/ui/Tag'
import table from '@/ui/table.module.css'
import { done } from '@/ui/toasts'
import { PersonDialog } from './PersonDialog'
import { StaffDialog } from './StaffDialog'
import { TokenDialog } from './TokenDialog'

type Asked = { what: 'add' } | { what: 'change' | 'token' | 'staff'; user: User } | null

/** People and programs: their roles, whether they may come in, their tokens. */
export function PeoplePage() {
  const client = useQueryClient()
  const query = useQuery(q.users())
  const permission = useMay('manage-people')
  const [asked, setAsked] = useState<Asked>(null)
  const enable = useMutation({
    mutationFn: (user: User) => api.changeUser(user.name, { disabled: !user.disabled }),
    onSuccess: (_, user) => {
      void client.invalidateQueries({ queryKey: ['users'] })
      done(user.disabled ? t('The account is open again.') : t('The account is closed.'), () => enable.mutate({ ...user, disabled: !user.disabled }))
    },
  })
  return (
    <Page title={t('People')} subtitle={t('Accounts of people and programs')} actions={<Act variant="filled" {...permission} onClick={() => setAsked({ what: 'add' })}>{t('Add a person or program')}</Act>}>
      <Loaded query={query} isEmpty={(list) => !list.length} empty={<EmptyState icon="people" title={t('Nobody yet')} />}>
        {(users) => (
          <Pane flush>
            <div className={table.scroll} tabIndex={0} role="region" aria-label={t('People, table')}>
              <table className={table.table}>
                <thead><tr><th>{t('Name')}</th><th>{t('Account')}</th><th>{t('Roles')}</th><th>{t('State')}</th><th>{t('Last seen')}</th><th><span className="read-only-by-ear">{t('Acts')}</span></th></tr></thead>
                <tbody>
                  {users.map((user) => (
                    <tr key={user.id}>
                      <th scope="row">{user.display_name}</th>
                      <td className="mono">{user.name}</td>
                      <td><span className="row">{user.roles.map((role) => <Tag key={role}>{words(role)}</Tag>)}</span></td>
                      <td>
                        <span className="row">
                          {user.disabled ? <Tag tone="bad" icon="stop">{t('Disabled')}</Tag> : <Tag tone="good" icon="check">{t('Active')}</Tag>}
                          {user.is_program && <Tag icon="plug">{t('Program')}</Tag>}
                        </span>
                      </td>
                      <td className="soft">{ago(user.last_seen_at)}</td>
                      <td>
                        <span className="row">
                          <Act size="compact-xs" {...permission} aria-label={t('Change {name}', { name: user.display_name })} onClick={() => setAsked({ what: 'change', user })}>{t('Change')}</Act>
                          {!user.is_program && <Act size="compact-xs" {...permission} aria-label={t('{name} in the medical staff', { name: user.display_name })} onClick={() => setAsked({ what: 'staff', user })}>{t('Staff')}</Act>}
                          <Act size="compact-xs" {...permission} aria-label={t('New token for {name}', { name: user.display_name })} onClick={() => setAsked({ what: 'token', user })}>{t('Token')}</Act>
                          <Act size="compact-xs" {...permission} aria-label={user.disabled ? t('Enable {name}', { name: user.display_name }) : t('Disable {name}', { name: user.display_name })} onClick={() => enable.mutate(user)}>{user.disabled ? t('Enable') : t('Disable')}</Act>
                        </span>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Pane>
        )}
      </Loaded>
      {asked?.what === 'add' && <PersonDialog onClose={() => setAsked(null)} />}
      {asked?.what === 'change' && <PersonDialog user={asked.user} onClose={() => setAsked(null)} />}
      {asked?.what === 'staff' && <StaffDialog user={asked.user} onClose={() => setAsked(null)} />}
      {asked?.what === 'token' && <TokenDialog user={asked.user} onClose={() => setAsked(null)} />}
    </Page>
  )
}
