// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { q } from '@/api/queries'
import type { Partner } from '@/api/types'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { EmptyState } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { Page, Pane } from '@/ui/Page'
import { useMay } from '@/ui/session'
import { Tag } from '@/ui/Tag'
import table from '@/ui/table.module.css'
import { PartnerDialog } from './PartnerDialog'

const fresh: Partial<Partner> = { name: '', application: '', facility_name: '', default_assigner: '', zone: 'UTC', charset: '', endpoint: '', tls: false, enabled: true }

/** Who sends to us and whom we send to: how each is recognised, which numbers and clocks it uses. */
export function PartnersPage() {
  const query = useQuery(q.partners())
  const permission = useMay('manage-partners')
  const [edited, setEdited] = useState<Partial<Partner> | null>(null)
  return (
    <Page title={t('Partners')} subtitle={t('Senders and receivers of messages')} actions={<Act variant="filled" {...permission} onClick={() => setEdited(fresh)}>{t('Add a partner')}</Act>}>
      <Loaded query={query} isEmpty={(list) => !list.length} empty={<EmptyState icon="plug" title={t('No partners yet')}>{t('A sender that is not listed is taken in under the default rules.')}</EmptyState>}>
        {(partners) => (
          <Pane flush>
            <div className={table.scroll} tabIndex={0} role="region" aria-label={t('Partners, table')}>
              <table className={table.table}>
                <thead><tr><th>{t('Name')}</th><th>{t('Application')}</th><th>{t('Facility')}</th><th>{t('Assigner')}</th><th>{t('Time zone')}</th><th>{t('Endpoint')}</th><th>{t('State')}</th><th><span className="read-only-by-ear">{t('Acts')}</span></th></tr></thead>
                <tbody>
                  {partners.map((partner) => (
                    <tr key={partner.id}>
                      <th scope="row">{partner.name}</th>
                      <td className="mono">{partner.application}</td>
                      <td className="mono">{partner.facility_name}</td>
                      <td className="mono">{partner.default_assigner}</td>
                      <td>{partner.zone}</td>
                      <td className="mono">{partner.endpoint}{partner.tls && <> <Tag icon="lock">{t('TLS')}</Tag></>}</td>
                      <td>{partner.enabled ? <Tag tone="good" icon="check">{t('Enabled')}</Tag> : <Tag icon="minus">{t('Disabled')}</Tag>}</td>
                      <td><Act size="compact-xs" {...permission} aria-label={t('Change {name}', { name: partner.name })} onClick={() => setEdited(partner)}>{t('Change')}</Act></td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Pane>
        )}
      </Loaded>
      {edited && <PartnerDialog partner={edited} onClose={() => setEdited(null)} />}
    </Page>
  )
}
