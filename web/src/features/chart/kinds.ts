// SPDX-License-Identifier: Apache-2.0
import type { EntryKind } from '@/api/types'
import { t } from '@/i18n'
import type { IconName } from '@/ui/icons'

export const kinds: { kind: EntryKind; title: string; icon: IconName }[] = [
  { kind: 'document', title: t('Documents'), icon: 'document' }, { kind: 'report', title: t('Reports'), icon: 'flask' },
  { kind: 'order', title: t('Orders'), icon: 'rule' }, { kind: 'encounter', title: t('Encounters'), icon: 'bed' },
  { kind: 'expected', title: t('Expected'), icon: 'clock' }, { kind: 'appointment', title: t('Appointments'), icon: 'calendar' },
  { kind: 'message', title: t('Messages'), icon: 'message' }, { kind: 'imaging', title: t('Imaging studies'), icon: 'screen' },
]
export const iconOf = (kind: EntryKind): IconName => kinds.find((one) => one.kind === kind)?.icon ?? 'info'
