// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { OffSiteOrder } from '@/api/types'
import { said, t } from '@/i18n'
import { EmptyState } from '@/ui/Empty'
import { due } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { KeyHint } from '@/ui/KeyHint'
import { Loaded } from '@/ui/Loaded'
import { useSearchState } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { Tag } from '@/ui/Tag'
import { done, failed } from '@/ui/toasts'
import styles from './Paper.module.css'
import { RetirementPane } from './RetirementPane'
import { VendorFigures } from './VendorFigures'
import { VendorOrder } from './VendorOrder'

/** Orders to whoever keeps boxes for us: what is open, what is late, one of them, and what may leave the house. */
export function VendorTab() {
  const [search, change] = useSearchState()
  const client = useQueryClient()
  const query = useQuery(q.offSiteOrders(false))
  const { data: places } = useQuery(q.placesBelow())
  const vendors = (places ?? []).filter((one) => one.kind === 'vendor' && one.open)
  const [vendor, setVendor] = useState('')
  const [priority, setPriority] = useState('next-day')
  const chosen = vendor || vendors[0]?.id
  const fromRequests = async () => {
    if (!chosen) return failed(t('No vendor is known; make one under Places.'))
    try {
      const made = await api.newOffSiteOrder({ vendor: chosen, priority, from_requests: true })
      done(t('The order is drafted; send it from here.'))
      await client.invalidateQueries({ queryKey: ['paper'] })
      change({ order: made.order.id })
    } catch (error) {
      failed(asProblem(error).message)
    }
  }
  useHotkeys(t('Vendor orders'), [
    { keys: 'n', label: t('Order what is asked for'), run: () => void fromRequests(), ready: !!places, atOnce: true },
    ...(search.order ? [{ keys: 'b', label: t('Back to the orders'), run: () => change({ order: undefined }) }] : []),
  ])
  if (search.order) return <VendorOrder id={search.order} onBack={() => change({ order: undefined })} />
  return (
    <div className="stack">
      <div className={styles.scan}>
        <NativeSelect label={t('Vendor')} value={chosen ?? ''} onChange={(event) => setVendor(event.currentTarget.value)} data={vendors.map((one) => ({ value: one.id, label: one.name }))} />
        <NativeSelect label={t('Priority')} value={priority} onChange={(event) => setPriority(event.currentTarget.value)} data={[{ value: 'next-day', label: t('next day') }, { value: 'rush', label: t('rush') }]} />
        <Button rightSection={<KeyHint keys="n" />} onClick={() => void fromRequests()}>{t('Order what is asked for')}</Button>
      </div>
      <Loaded query={query} isEmpty={(data) => !data.items.length} empty={<EmptyState icon="check" title={t('No order is open')} />}>
        {({ items }) => (
          <Pane title={t('Open orders')}>
            <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('Orders that are open')}>
              <table className={styles.table}>
                <thead><tr><th scope="col">{t('Order')}</th><th scope="col">{t('Vendor')}</th><th scope="col">{t('State')}</th><th scope="col">{t('Volumes')}</th><th scope="col">{t('Expected')}</th></tr></thead>
                <tbody>{items.map((one) => <OrderLine key={one.id} one={one} onOpen={() => change({ order: one.id })} />)}</tbody>
              </table>
            </div>
          </Pane>
        )}
      </Loaded>
      <VendorFigures />
      <RetirementPane vendors={vendors} onOrder={(order) => change({ order })} />
    </div>
  )
}

function OrderLine({ one, onOpen }: { one: OffSiteOrder; onOpen: () => void }) {
  return (
    <tr>
      <td><Button variant="subtle" size="compact-sm" onClick={onOpen}>{one.purchase_order ? t('PO {number}', { number: one.purchase_order }) : one.id.slice(-6)}</Button> {one.direction === 'send' ? t('pick-up') : one.priority === 'rush' ? t('rush') : t('next day')}</td>
      <td>{one.vendor.name}</td>
      <td>{said(one.state_title)}</td>
      <td className="num">{t('{open} of {lines} open', { open: one.open, lines: one.lines })}</td>
      <td>{one.expected_at && (one.late ? <Tag tone="bad" icon="clock">{t('late: {when}', { when: due(one.expected_at) })}</Tag> : due(one.expected_at))}</td>
    </tr>
  )
}
