// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { q } from '@/api/queries'
import type { Partner } from '@/api/types'
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
    <Page title="Partners" subtitle="Senders and receivers of messages" actions={<Act variant="filled" {...permission} onClick={() => setEdited(fresh)}>Add a partner</Act>}>
      <Loaded query={query} isEmpty={(list) => !list.length} empty={<EmptyState icon="plug" title="No partners yet">A sender that is not listed is taken in under the default rules.</EmptyState>}>
        {(partners) => (
          <Pane flush>
            <div className={table.scroll} tabIndex={0} role="region" aria-label="Partners, table">
              <table className={table.table}>
                <thead><tr><th>Name</th><th>Application</th><th>Facility</th><th>Assigner</th><th>Time zone</th><th>Endpoint</th><th>State</th><th><span className="read-only-by-ear">Acts</span></th></tr></thead>
                <tbody>
                  {partners.map((partner) => (
                    <tr key={partner.id}>
                      <th scope="row">{partner.name}</th>
                      <td className="mono">{partner.application}</td>
                      <td className="mono">{partner.facility_name}</td>
                      <td className="mono">{partner.default_assigner}</td>
                      <td>{partner.zone}</td>
                      <td className="mono">{partner.endpoint}{partner.tls && <> <Tag icon="lock">TLS</Tag></>}</td>
                      <td>{partner.enabled ? <Tag tone="good" icon="check">Enabled</Tag> : <Tag icon="minus">Disabled</Tag>}</td>
                      <td><Act size="compact-xs" {...permission} aria-label={`Change ${partner.name}`} onClick={() => setEdited(partner)}>Change</Act></td>
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
