// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/client'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { EmptyState } from '@/ui/Empty'
import { at, words } from '@/ui/format'
import type { IconName } from '@/ui/icons'
import { Loaded } from '@/ui/Loaded'
import { Page, Pane } from '@/ui/Page'
import { Tag, type Tone } from '@/ui/Tag'
import table from '@/ui/table.module.css'
import { useMay } from '@/ui/session'
import { done } from '@/ui/toasts'

const faces: Record<string, [Tone, IconName]> = { waiting: ['warn', 'clock'], in_flight: ['info', 'send'], accepted: ['good', 'check'], refused: ['bad', 'stop'], failed: ['bad', 'warning'], cancelled: ['plain', 'minus'] }
const isOver = (state: string) => state === 'accepted' || state === 'cancelled'

/** What waits to be sent: one at a time to each partner, the same control id on every try. */
export function OutboxPage() {
  const client = useQueryClient()
  const query = useQuery(q.outbox())
  const sending = useMay('send-messages')
  const refresh = () => client.invalidateQueries({ queryKey: ['outbox'] })
  const retry = useMutation({ mutationFn: api.retryOutbox, onSuccess: () => (done(t('It is tried again now.')), refresh()) })
  const cancel = useMutation({ mutationFn: api.cancelOutbox, onSuccess: () => (done(t('It is not sent.')), refresh()) })
  return (
    <Page title={t('Outbox')} subtitle={t('Messages on their way out')}>
      <Loaded query={query} isEmpty={(list) => !list.length} empty={<EmptyState title={t('Nothing waits to be sent')} />}>
        {(messages) => (
          <Pane flush>
            <div className={table.scroll} tabIndex={0} role="region" aria-label={t('Outbox, table')}>
              <table className={table.table}>
                <thead><tr><th>{t('Control id')}</th><th>{t('To')}</th><th>{t('State')}</th><th>{t('Tries')}</th><th>{t('Made')}</th><th>{t('Next try')}</th><th>{t('Problem')}</th><th><span className="read-only-by-ear">{t('Acts')}</span></th></tr></thead>
                <tbody>
                  {messages.map((message) => (
                    <tr key={message.id}>
                      <th scope="row" className="mono">{message.control_id}</th>
                      <td>{message.partner}</td>
                      <td><Tag tone={faces[message.state]?.[0]} icon={faces[message.state]?.[1]}>{words(message.state)}</Tag></td>
                      <td className="num">{message.attempts}</td>
                      <td className="num">{at(message.created_at)}</td>
                      <td className="num">{isOver(message.state) ? '' : at(message.next_attempt_at)}</td>
                      <td>{message.problem}</td>
                      <td>
                        {!isOver(message.state) && (
                          <span className="row">
                            <Act size="compact-xs" {...sending} aria-label={t('Try {number} now', { number: message.control_id })} onClick={() => retry.mutate(message.id)}>{t('Try now')}</Act>
                            <Act size="compact-xs" {...sending} aria-label={t('Do not send {number}', { number: message.control_id })} onClick={() => cancel.mutate(message.id)}>{t('Do not send')}</Act>
                          </span>
                        )}
                      </td>
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
