// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type FormEvent } from 'react'
import { api } from '@/api/client'
import { asProblem, type Problem } from '@/api/http'
import { q } from '@/api/queries'
import type { OffSiteOrder, OffSiteOrderView } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { Reason } from '@/ui/Empty'
import { at } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { KeyHint } from '@/ui/KeyHint'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Facts, Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import { Tag } from '@/ui/Tag'
import { done } from '@/ui/toasts'
import styles from './Paper.module.css'
import { openPrinted } from './printing'
import { money } from './VendorFigures'

const lineWords = (state: string) => ({ open: t('waited for'), settled: t('scanned'), short: t('not found by the vendor') })[state] ?? state

export function VendorOrder({ id, onBack }: { id: string; onBack: () => void }) {
  const query = useQuery(q.offSiteOrder(id))
  return <Loaded query={query}>{({ order }) => <OneOrder order={order} onBack={onBack} />}</Loaded>
}

/** One order: sent by a key, received scan by scan; what is not on it is asked back, what the vendor does not find is missed at once. */
function OneOrder({ order, onBack }: { order: OffSiteOrder; onBack: () => void }) {
  const client = useQueryClient()
  const box = useRef<HTMLInputElement>(null)
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState<Problem>()
  const [told, setTold] = useState('')
  const take = async (act: Promise<OffSiteOrderView>, words: (view: OffSiteOrderView) => string) => {
    setProblem(undefined)
    try {
      const view = await act
      client.setQueryData(q.offSiteOrder(order.id).queryKey, view)
      void client.invalidateQueries({ queryKey: ['paper', 'off-site'] })
      setTold(words(view))
      done(words(view))
      setCode('')
    } catch (error) {
      setProblem(asProblem(error))
    } finally {
      box.current?.focus()
    }
  }
  const isWaiting = ['ordered', 'confirmed', 'expected'].includes(order.state)
  const scan = (confirmed: string[] = []) => take(api.scanOffSite(order.id, { barcode: code, confirmed }), (view) => t('{open} of {lines} open', { open: view.order.open, lines: view.order.lines }))
  const send = () => void take(api.sendOffSiteOrder(order.id), (view) => t('Sent; expected {when}', { when: view.order.expected_at ? at(view.order.expected_at) : '–' }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void scan()
  }
  useHotkeys(t('Order'), [
    ...(order.state === 'drafted' ? [{ keys: 'o', label: t('Send the order'), run: send, atOnce: true }] : []),
    ...(isWaiting ? [{ keys: 's', label: t('To the scan'), run: () => box.current?.focus() }] : []),
  ])
  return (
    <div className="stack">
      <p><Button variant="subtle" size="compact-sm" onClick={onBack}>{t('Back to the orders')}</Button></p>
      <Pane title={t('Order {id}', { id: order.purchase_order ? t('PO {number}', { number: order.purchase_order }) : order.id.slice(-6) })}>
        <div className="stack">
          <p className="row"><Tag tone={order.late ? 'bad' : order.state === 'received' ? 'good' : 'info'}>{said(order.state_title)}</Tag> {order.late && <Tag tone="bad" icon="clock">{t('Late')}</Tag>}</p>
          <Facts facts={[
            { name: t('Vendor'), value: order.vendor.name },
            { name: t('Direction'), value: order.direction === 'send' ? t('Leaves the house') : t('Comes to us') },
            { name: t('Priority'), value: order.priority === 'rush' ? t('rush') : t('next day') },
            { name: t('Ordered'), value: order.ordered_at && at(order.ordered_at) },
            { name: t('Expected'), value: order.expected_at && at(order.expected_at) },
            { name: t('Cost'), value: `${money(order.cost_cents)} ${order.invoiced ? t('by the invoice') : t('by the rule')}` },
            { name: t('Rule'), value: order.rule },
          ]} />
          <p className="row">
            {order.state === 'drafted' && <Button variant="filled" rightSection={<KeyHint keys="o" />} onClick={send}>{t('Send the order')}</Button>}
            <a href={api.offSiteFormUrl(order.id)} target="_blank" rel="noreferrer">{t('Order form')}</a>
            <a href={api.offSiteFormUrl(order.id, 'csv')} download>{t('As CSV')}</a>
            <AppLink to={paths.worklist('off-site-order', { item: order.item })}>{t('As a worklist')}</AppLink>
            {order.direction === 'send' && order.items?.[0] && <Button variant="subtle" size="compact-sm" onClick={() => void openPrinted({ what: 'labels', volumes: (order.items ?? []).map((line) => line.volume.id) })}>{t('Print their labels')}</Button>}
          </p>
          {isWaiting && (
            <form className={styles.scan} onSubmit={submit}>
              <TextInput ref={box} autoFocus label={order.direction === 'send' ? t('Scan what goes into the box') : t('Scan what came')} value={code} onChange={(event) => setCode(event.currentTarget.value)} autoComplete="off" rightSection={<KeyHint keys="s" />} />
              <Button type="submit" variant="filled">{t('Scan')}</Button>
            </form>
          )}
          <div role="status">{told}</div>
          {problem && (
            <div role="alert">
              <Reason tone={problem.location.startsWith('confirm:') ? 'warn' : 'bad'}>
                <Said>{said(problem.message)}</Said> {problem.location === 'confirm:not-on-this-order' && <Button size="compact-sm" onClick={() => void scan(['not-on-this-order'])}>{t('Take it in all the same')}</Button>}
              </Reason>
            </div>
          )}
        </div>
      </Pane>
      <Pane title={t('Volumes')}>
        <ul className={styles.list} aria-label={t('Volumes of the order')}>
          {order.items?.map((line) => (
            <li key={line.barcode} className="row">
              <Tag tone={line.state === 'settled' ? 'good' : line.state === 'short' ? 'bad' : 'plain'}>{lineWords(line.state)}</Tag>
              <AppLink to={paths.paperVolume(line.barcode)} className={styles.number}>{line.volume.filed_as}</AppLink> {t('vol. {n}', { n: line.volume.number })} <span className="soft">{line.volume.place?.path}</span>
              {isWaiting && line.state === 'open' && order.direction === 'retrieve' && (
                <Button className="push" variant="subtle" size="compact-xs" onClick={() => void take(api.offSiteNotFound(order.id, line.barcode), () => t('It is missed; its hunt is open.'))} aria-label={t('The vendor does not find {number}', { number: line.volume.filed_as })}>{t('Not found')}</Button>
              )}
            </li>
          ))}
        </ul>
      </Pane>
    </div>
  )
}
