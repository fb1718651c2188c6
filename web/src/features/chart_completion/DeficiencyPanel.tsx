// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import type { WorkItem } from '@/api/types'
import { t } from '@/i18n'
import { DeficiencyList } from '@/ui/DeficiencyList'
import { Loaded } from '@/ui/Loaded'
import { Pane } from '@/ui/Page'

/** A deficiency in its queue: its clock, the law behind it, and the steps of the department. */
export function DeficiencyPanel({ item }: { item: WorkItem }) {
  const query = useQuery(q.deficiency(typeof item.detail.deficiency === 'string' ? item.detail.deficiency : item.subject.id, item.version))
  return <Loaded query={query}>{(one) => <Pane title={t('Deficiency')}><DeficiencyList list={{ total: 1, items: [one], patients: [] }} /></Pane>}</Loaded>
}
