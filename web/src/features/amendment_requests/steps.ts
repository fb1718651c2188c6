// SPDX-License-Identifier: Apache-2.0
import type { AmendmentRequest } from '@/api/types'
import { t } from '@/i18n'

export type Field = 'contact' | 'until' | 'reason' | 'to' | 'opinion' | 'words' | 'accepted' | 'grounds' | 'denied' | 'received_on' | 'name' | 'reached' | 'why'
export interface Step { path: string; title: string; keys: string; fields?: Field[]; fixed?: Record<string, unknown>; first?: boolean; error?: unknown }
interface May { handles: boolean; decides: boolean; writes: boolean }

/** What may be done with a request now, by whom; a step without fields is taken at once. */
export function stepsFor(request: AmendmentRequest, may: May): Step[] {
  const is = (...states: string[]) => states.includes(request.state)
  const steps: (Step | false | undefined)[] = [
    request.undecided && may.writes && request.author?.is_mine && { path: 'advise', title: t('Say what you think…'), keys: 'y', fields: ['opinion', 'words'], first: true },
    may.handles && is('received') && { path: 'acknowledge', title: t('Acknowledge…'), keys: 'e', fields: ['contact'], first: true },
    may.handles && request.undecided && { path: 'ask', title: t('Ask the author…'), keys: 'o', fields: ['to'] },
    may.decides && is('received', 'acknowledged') && { path: 'extend', title: t('Take more time…'), keys: 't', fields: ['until', 'reason', 'contact'] },
    may.decides && request.undecided && { path: 'decide', title: t('Accept…'), keys: 'a', fields: ['accepted', 'contact'], fixed: { decision: 'accepted' }, first: true },
    may.decides && request.undecided && { path: 'decide', title: t('Accept in part…'), keys: 'p', fields: ['accepted', 'grounds', 'denied', 'contact'], fixed: { decision: 'in-part' } },
    may.decides && request.undecided && { path: 'decide', title: t('Deny…'), keys: 'd', fields: ['grounds', 'denied', 'contact'], fixed: { decision: 'denied' } },
    may.handles && !request.closed_at && request.decision?.code !== 'denied' && { path: 'persons', title: t('Somebody who is to know…'), keys: 'm', fields: ['name', 'reached', 'why'] },
    may.handles && is('accepted') && { path: 'amended', title: t('Amended, and everybody told'), keys: 'f', first: true },
    may.handles && (is('denied', 'closed') || (is('accepted', 'amended') && request.decision?.code === 'in-part')) && request.decision && request.decision.code !== 'accepted' && !request.statement && { path: 'disagree', title: t('A statement of disagreement came…'), keys: 'h', fields: ['received_on', 'words'] },
    may.decides && is('disagreed') && { path: 'rebut', title: t('Answer the statement…'), keys: 'b', fields: ['words', 'contact'] },
    may.handles && { path: 'goes-along', title: request.wants_disclosed ? t('It need not go along') : t('It goes along when disclosed'), keys: 'g', fields: [], fixed: { wanted: !request.wants_disclosed } },
    may.handles && is('amended', 'denied', 'disagreed', 'rebutted') && { path: 'close', title: t('Close'), keys: 'l' },
  ]
  return steps.filter((step): step is Step => !!step)
}
