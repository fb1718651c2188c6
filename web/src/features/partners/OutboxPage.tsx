// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/client'
import { q } from '@/api/queries'
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
  const retry = useMutation({ mutationFn: api.retryOutbox, onSuccess: () => (done('It is tried again now.'), refresh()) })
  const cancel = useMutation({ mutationFn: api.cancelOutbox, onSuccess: () => (done('It is not sent.'), refresh()) })
  return (
    <Page title="Outbox" subtitle="Messages on their way out">
      <Loaded query={query} isEmpty={(list) => !list.length} empty={<EmptyState title="Nothing waits to be sent" />}>
        {(messages) => (
          <Pane flush>
            <div className={table.scroll} tabIndex={0} role="region" aria-label="Outbox, table">
              <table className={table.table}>
                <thead><tr><th>Control id</th><th>To</th><th>State</th><th>Tries</th><th>Made</th><th>Next try</th><th>Problem</th><th><span className="read-only-by-ear">Acts</span></th></tr></thead>
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
                            <Act size="compact-xs" {...sending} aria-label={`Try ${message.control_id} now`} onClick={() => retry.mutate(message.id)}>Try now</Act>
                            <Act size="compact-xs" {...sending} aria-label={`Do not send ${message.control_id}`} onClick={() => cancel.mutate(message.id)}>Do not send</Act>
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
