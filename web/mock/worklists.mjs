// SPDX-License-Identifier: Apache-2.0
// Filters, sort orders and the declared steps of work items.
import { machines } from './hospital.mjs'

const values = (query, name) => query.get(name)?.split(',').filter(Boolean)
const isFinal = (item) => machines[item.kind].final.includes(item.state)
const priorities = { stat: 0, urgent: 1, routine: 2 }

export function filtered(items, query, session) {
  const now = Date.now()
  const [state, notState, reason, pool, priority] = ['state', 'not_state', 'reason', 'pool', 'priority'].map((name) => values(query, name))
  const owner = query.get('owner')
  const due = query.get('due')
  const text = (query.get('text') ?? '').toLowerCase()
  const dueBefore = { overdue: now, today: new Date().setHours(24, 0, 0, 0), week: now + 7 * 86400000 }[due]
  return items.filter((item) => {
    const isMine = !owner || (owner === 'none' ? !item.owner : item.owner?.id === (owner === 'me' ? session.user.id : owner))
    return (state ? state.includes(item.state) : query.get('closed') === '1' || !isFinal(item)) &&
      !notState?.includes(item.state) && (!reason || reason.includes(item.reason?.code)) && (!pool || pool.includes(item.pool)) &&
      (!priority || priority.includes(item.priority)) && isMine && (!query.get('patient') || item.patient?.id === query.get('patient')) &&
      (!dueBefore || (item.due_at && Date.parse(item.due_at) < dueBefore)) &&
      (!text || JSON.stringify([item.detail, item.patient, item.note]).toLowerCase().includes(text))
  })
}

export function sorted(items, sort) {
  const keys = sort.split(',').map((key) => (key.startsWith('-') ? [key.slice(1), -1] : [key, 1]))
  const value = (item, key) => {
    const own = key === 'priority' ? priorities[item.priority] : key === 'patient' || key === 'user' || key === 'owner' ? item[key]?.name : key === 'reason' ? (item.reason?.code ?? item.reason) : item[key]
    return own ?? '\uffff'
  }
  return [...items].sort((a, b) => {
    for (const [key, way] of keys) {
      const [x, y] = [value(a, key), value(b, key)]
      if (x !== y) return (x < y ? -1 : 1) * way
    }
    return 0
  })
}

const everywhere = [
  { event: 'claim', title: 'Claim', permission: 'work-worklists' }, { event: 'release', title: 'Release', permission: 'work-worklists' },
  { event: 'assign', title: 'Assign', permission: 'assign-work' }, { event: 'note', title: 'Note', permission: 'work-worklists' },
  { event: 'wait', title: 'Wait', permission: 'work-worklists' },
]
const option = ({ event, title, permission, needs_reason = false }, session, more) => {
  const allowed = session.permissions.includes(permission) && !more
  return { event, title, permission, needs_reason, allowed, why: allowed ? undefined : (more ?? `Your roles do not include “${permission}”.`) }
}
export const bulkEvents = (kind, session) => [...everywhere, ...machines[kind].events.filter((event) => event.to || event.event === 'chase')].map((event) => option(event, session))

const firstOf = (detail, keys) => keys.map((key) => detail[key]).find((value) => value !== undefined && value !== null && value !== '')
const wordsOf = ({ kind, detail }) => ({
  title: firstOf(detail, ['title', 'document', 'document_type', 'document_kind', 'service', 'message_type', 'type', 'display']) ?? kind,
  source: firstOf(detail, ['department', 'partner', 'source', 'sender', 'source_department', 'class', 'user']),
  number: firstOf(detail, ['control_id', 'placer', 'filler', 'order', 'number']),
  named: firstOf(detail, ['patient_name', 'name']),
})

export function present(item, session) {
  const { likely, ...own } = item
  const closed = isFinal(item) ? `The item is closed (${machines[item.kind].states[item.state]}).` : undefined
  return {
    ...own, ...wordsOf(item), state_title: machines[item.kind].states[item.state], overdue: !isFinal(item) && !!item.due_at && Date.parse(item.due_at) < Date.now(),
    events: [...everywhere, ...machines[item.kind].events].map((event) => option(event, session, closed ?? (event.event === 'release' && !item.owner ? 'Nobody has claimed it.' : undefined))),
  }
}

const refuse = (status, kind, text) => Object.assign(new Error(text), { status, kind })

export function actOn(item, act, session, hospital) {
  const event = [...everywhere, ...machines[item.kind].events].find((one) => one.event === act.event)
  if (!event) throw refuse(422, 'business_rule', `there is no step “${act.event}” for this item`)
  if (!session.permissions.includes(event.permission)) throw refuse(403, 'forbidden', `this needs the permission “${event.permission}”`)
  if (isFinal(item)) throw refuse(422, 'business_rule', `item ${item.id} is closed; reopen it first`)
  if (act.version && act.version !== item.version) throw refuse(412, 'version_conflict', 'somebody else was faster; look at the item again')
  if (event.needs_reason && !act.reason) throw refuse(400, 'missing', 'a reason is needed')
  if (act.event === 'claim') item.owner = { id: session.user.id, name: session.user.display_name }
  if (act.event === 'release') delete item.owner
  if (act.event === 'assign') {
    const user = hospital.users.find((one) => one.id === act.assignee || one.name === act.assignee)
    if (!user) throw refuse(422, 'business_rule', 'choose a person')
    item.owner = { id: user.id, name: user.display_name }
  }
  if (act.event === 'wait') item.waiting_until = act.waiting_until
  if (act.event === 'chase') item.escalations += 1
  if (act.note) item.note = act.note
  if (event.to) Object.assign(item, { state: event.to, closed_at: new Date().toISOString() })
  Object.assign(item, { version: item.version + 1, changed_at: new Date().toISOString() })
  return item
}
