// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import type { Role } from '@/api/types'
import { t } from '@/i18n'
import { EmptyState } from '@/ui/Empty'
import { words } from '@/ui/format'
import { Icon } from '@/ui/icons'
import { Loaded } from '@/ui/Loaded'
import { Page, Pane } from '@/ui/Page'
import table from '@/ui/table.module.css'
import styles from './RolesPage.module.css'

const permissionsOf = (roles: readonly Role[]) => [...new Set(roles.flatMap((role) => role.permissions))].sort()

/** Who may do what, as one table: roles across, permissions down. */
export function RolesPage() {
  const query = useQuery(q.roles())
  return (
    <Page title={t('Roles')} subtitle={t('What each role may do')}>
      <Loaded query={query} isEmpty={(roles) => !roles.length} empty={<EmptyState icon="lock" title={t('No roles are declared')} />}>
        {(roles) => (
          <Pane flush>
            <div className={table.scroll} tabIndex={0} role="region" aria-label={t('Roles, table')}>
              <table className={`${table.table} ${styles.matrix}`}>
                <thead><tr><th>{t('Permission')}</th>{roles.map((role) => <th key={role.name} scope="col">{role.title}</th>)}</tr></thead>
                <tbody>
                  {permissionsOf(roles).map((permission) => (
                    <tr key={permission}>
                      <th scope="row">{words(permission)}</th>
                      {roles.map((role) => (
                        <td key={role.name}>{role.permissions.includes(permission) ? <><Icon name="check" size={14} /><span className="read-only-by-ear">{t('yes')}</span></> : <span className="soft"><span aria-hidden="true">·</span><span className="read-only-by-ear">{t('no')}</span></span>}</td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Pane>
        )}
      </Loaded>
    </Page>
  )
}
