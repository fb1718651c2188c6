// SPDX-License-Identifier: Apache-2.0
import type { WorkItem } from '@/api/types'
import { t } from '@/i18n'
import type { Column } from '@/ui/DataGrid'
import { brief, day, due, percent } from '@/ui/format'
import { Icon } from '@/ui/icons'
import { Said } from '@/ui/Said'
import { Tag } from '@/ui/Tag'

/** Whom it concerns: the patient it is filed to, or the name as it was received. */
export const patientOf = (item: WorkItem) => item.patient?.name ?? item.named ?? ''

function Priority({ item }: { item: WorkItem }) {
  if (item.priority === 'stat') return <Tag tone="bad" icon="warning">{t('STAT')}</Tag>
  if (item.priority === 'urgent') return <Tag tone="warn" icon="up">{t('Urgent')}</Tag>
  return <span className="soft">{t('Routine')}</span>
}

function Likely({ item }: { item: WorkItem }) {
  const { probability } = item.detail
  return typeof probability === 'number' ? <span className="num">{percent(probability)}</span> : null
}

/** Why it goes before the others, in a queue that is ranked by need. */
function NeedOf({ item }: { item: WorkItem }) {
  const { need, need_at: when } = item.detail
  if (need === 'appointment' && typeof when === 'string') return <Tag tone="warn" icon="calendar">{brief(when)}</Tag>
  if (need === 'release') return <>{t('Open release')}</>
  if (need === 'coding') return <>{t('Being coded')}</>
  return <span className="soft">{t('Its age')}</span>
}

function Due({ item }: { item: WorkItem }) {
  if (item.waiting_until) return <Tag tone="info" icon="clock">{t('until {when}', { when: brief(item.waiting_until) })}</Tag>
  if (!item.due_at) return <span className="soft">{t('no limit')}</span>
  if (item.closed_at) return <span className="soft">{brief(item.due_at)}</span>
  return item.overdue ? <Tag tone="bad" icon="warning">{due(item.due_at)}</Tag> : <span className="num">{due(item.due_at)}</span>
}

const columns: Column<WorkItem>[] = [
  { id: 'priority', title: t('Priority'), width: '92px', sort: 'priority', cell: (item) => <Priority item={item} /> },
  { id: 'title', title: t('What'), width: 'minmax(150px, 3.2fr)', lead: true, cell: (item) => <strong>{item.title}</strong> },
  { id: 'source', title: t('From'), width: 'minmax(72px, .9fr)', cell: (item) => item.source ?? '' },
  { id: 'number', title: t('Number'), width: '104px', cell: (item) => <span className="mono">{item.number ?? ''}</span> },
  { id: 'patient', title: t('Patient'), width: 'minmax(96px, 1.3fr)', cell: (item) => <>{patientOf(item)} {!item.patient && patientOf(item) && <span className="soft">?</span>}</> },
  { id: 'mrn', title: t('MRN'), width: '84px', cell: (item) => <span className="mono">{item.patient?.mrn ?? ''}</span> },
  { id: 'birth_date', title: t('Born'), width: '96px', cell: (item) => day(item.patient?.birth_date) },
  { id: 'need', title: t('Why first'), width: 'minmax(96px, 1.2fr)', sort: 'need_rank', cell: (item) => <NeedOf item={item} /> },
  { id: 'likely', title: t('Likely'), width: '92px', cell: (item) => <Likely item={item} /> },
  { id: 'reason', title: t('Why it waits'), width: 'minmax(96px, 2fr)', sort: 'reason_code', cell: (item) => <Said>{item.reason?.sentence}</Said> },
  { id: 'due_at', title: t('Due'), width: '106px', lead: true, sort: 'due_at', cell: (item) => <Due item={item} /> },
  { id: 'state', title: t('State'), width: '74px', sort: 'state', cell: (item) => <Said>{item.state_title}</Said> },
  { id: 'owner', title: t('Owner'), width: 'minmax(60px, .6fr)', sort: 'owner', cell: (item) => item.owner ? <><Icon name="person" size={12} /> {item.owner.name}</> : <span className="soft">{t('nobody')}</span> },
  { id: 'escalations', title: t('Chased'), width: '66px', sort: 'escalations', align: 'end', cell: (item) => item.escalations || '' },
  { id: 'created_at', title: t('Came'), width: '96px', sort: 'created_at', cell: (item) => brief(item.created_at) },
  { id: 'pool', title: t('Team'), width: '104px', cell: (item) => item.pool },
]

const shownFirst: Record<string, string[]> = {
  'expected-record': ['priority', 'title', 'source', 'patient', 'due_at', 'state', 'owner'],
  'held-message': ['priority', 'title', 'source', 'patient', 'reason', 'due_at', 'owner'],
  identity: ['patient', 'likely', 'birth_date', 'reason', 'state', 'owner'],
  chase: ['priority', 'title', 'source', 'patient', 'pool', 'state', 'owner'],
  'glass-review': ['title', 'source', 'patient', 'due_at', 'state', 'owner'],
  'loose-document': ['need', 'title', 'source', 'patient', 'reason', 'due_at', 'owner'],
  'loose-report': ['need', 'title', 'source', 'patient', 'due_at', 'state', 'owner'],
  'floor-delivery': ['priority', 'title', 'source', 'patient', 'due_at', 'state', 'owner'],
  'stat-call': ['priority', 'title', 'source', 'patient', 'due_at', 'state', 'owner'],
}
const usual = ['priority', 'title', 'patient', 'reason', 'due_at', 'state', 'owner']

export const allColumns = columns
export const columnsFirst = (kind: string) => shownFirst[kind] ?? usual
export const columnsNamed = (ids: readonly string[]) => columns.filter((column) => ids.includes(column.id))
