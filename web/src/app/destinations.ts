// SPDX-License-Identifier: Apache-2.0
import type { Session } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import type { IconName } from '@/ui/icons'

export interface PageLink { group: '' | 'Record' | 'Oversight' | 'Administration'; title: string; path: string; icon: IconName; permission?: string | string[]; keys?: string }

const pages: PageLink[] = [
  { group: '', title: t('Today'), path: paths.home(), icon: 'home', keys: 'g h' },
  { group: 'Record', title: t('Patients'), path: paths.patients(), icon: 'people', permission: 'search-record', keys: 'g p' },
  { group: 'Record', title: t('Search in documents'), path: paths.search(), icon: 'search', permission: 'search-record', keys: 'g d' },
  { group: 'Record', title: t('Register a person'), path: paths.register(), icon: 'plus', permission: 'register-patient', keys: 'g r' },
  { group: 'Record', title: t('Scanning desk'), path: paths.scanning(), icon: 'pages', permission: 'file-documents', keys: 'g s' },
  { group: 'Record', title: t('File room'), path: paths.fileRoom(), icon: 'pages', permission: 'file-documents', keys: 'g f' },
  { group: 'Record', title: t('Counter'), path: paths.counter(), icon: 'hand', permission: 'file-documents', keys: 'g c' },
  { group: 'Record', title: t('Archive'), path: paths.archive(), icon: 'search', permission: 'search-record', keys: 'g v' },
  { group: 'Record', title: t('Deficiencies'), path: paths.deficiencies(), icon: 'check', permission: 'read-record', keys: 'g o' },
  { group: 'Record', title: t('What I owe'), path: paths.mine(), icon: 'check', permission: 'sign-documents', keys: 'g y' },
  { group: 'Record', title: t('Floor deliveries'), path: paths.floor(), icon: 'bed', permission: 'read-worklists', keys: 'g k' },
  { group: 'Record', title: t('Coding'), path: paths.coding(), icon: 'rule', permission: 'code-records', keys: 'g q' },
  { group: 'Record', title: t('Encoder'), path: paths.encoder(), icon: 'search', permission: 'code-records', keys: 'g z' },
  { group: 'Record', title: t('Data entry'), path: paths.dataEntry(), icon: 'document', permission: ['enter-data', 'verify-data'], keys: 'g x' },
  { group: 'Record', title: t('Amendment requests'), path: paths.amendments(), icon: 'message', permission: 'read-record', keys: 'g a' },
  { group: 'Record', title: t('Distribution'), path: paths.distribution(), icon: 'send', permission: 'read-record', keys: 'g t' },
  { group: 'Record', title: t('Shift desk'), path: paths.shift(), icon: 'moon', permission: 'file-documents', keys: 'g n' },
  { group: 'Record', title: t('Downtime and disaster'), path: paths.downtime(), icon: 'warning', permission: 'read-record', keys: 'g w' },
  { group: 'Record', title: t('Messages'), path: paths.messages(), icon: 'message', permission: 'read-messages', keys: 'g b' },
  { group: 'Oversight', title: t('Reconciliation report'), path: paths.reconciliation(), icon: 'scale', permission: 'read-worklists' },
  { group: 'Oversight', title: t('Case mix'), path: paths.caseMix(), icon: 'scale', permission: 'read-record', keys: 'g u' },
  { group: 'Oversight', title: t('Duplicate figures'), path: paths.indexFigures(), icon: 'scale', permission: 'read-worklists' },
  { group: 'Oversight', title: t('Figures of questions'), path: paths.queryFigures(), icon: 'scale', permission: 'read-worklists' },
  { group: 'Oversight', title: t('Ledger'), path: paths.ledger(), icon: 'ledger', permission: 'read-ledger' },
  { group: 'Oversight', title: t('Broken glass'), path: paths.glass(), icon: 'glass', permission: 'review-glass' },
  { group: 'Oversight', title: t('Rules'), path: paths.rules(), icon: 'rule' },
  { group: 'Administration', title: t('People'), path: paths.people(), icon: 'person', permission: 'manage-people' },
  { group: 'Administration', title: t('Roles'), path: paths.roles(), icon: 'lock', permission: 'manage-people' },
  { group: 'Administration', title: t('Partners'), path: paths.partners(), icon: 'plug', permission: 'read-messages' },
  { group: 'Administration', title: t('Outbox'), path: paths.outbox(), icon: 'send', permission: 'read-messages' },
  { group: 'Administration', title: t('Jobs'), path: paths.jobs(), icon: 'job', permission: 'read-worklists' },
]

/** The pages a person may open, by any one of what a page asks for; what leads to a refusal is not offered. */
export const pagesFor = (session: Pick<Session, 'permissions'>) =>
  pages.filter(({ permission }) => !permission || [permission].flat().some((one) => session.permissions.includes(one)))

const icons: Record<string, IconName> = {
  'expected-record': 'clock', 'held-message': 'message', 'loose-document': 'pages', 'loose-report': 'pages', 'floor-delivery': 'bed', 'stat-call': 'message', reconciliation: 'scale', 'glass-review': 'glass', identity: 'people', overlay: 'stop', 'paper-merge': 'pages', 'disaster-identity': 'people', 'downtime-event': 'clock', 'scan-batch': 'pages', misfile: 'warning', 'physician-query': 'message', 'document-review': 'check', 'failed-copy': 'warning', 'copy-recall': 'pages', 'amendment-request': 'message', 'record-warning': 'warning', 'data-entry': 'document', 'data-entry-source': 'warning', coding: 'rule', 'document-correction': 'replay', 'chart-completeness': 'check', deficiency: 'warning', 'held-imaging-object': 'screen', 'paper-requisition': 'pages', 'paper-loan': 'clock', 'off-site-order': 'send', 'missing-volume': 'search', 'chart-destination': 'warning', 'shift-hand-off': 'send', 'lone-worker': 'person', 'shelf-audit': 'columns', 'damaged-blob': 'warning', 'refused-mail': 'message',
}
export const worklistIcon = (kind: string): IconName => icons[kind] ?? 'inbox'
