// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import type { WorkItem } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { LastStep, Missing, StateOfFile } from './FileState'

/** The file of an encounter in its queue: what is missing, and the way to the chart. */
export function CompletenessPanel({ item }: { item: WorkItem }) {
  const encounter = typeof item.detail.encounter === 'string' ? item.detail.encounter : item.subject.id
  const query = useQuery(q.completenessOf(encounter, item.version))
  return (
    <Loaded query={query}>
      {(file) => (
        <Pane title={t('The file of the encounter')} actions={<StateOfFile file={file} />}>
          <Missing file={file} />
          <LastStep file={file} />
          {item.patient && <p><AppLink className="small" to={`${paths.chart(item.patient.id)}/order?encounter=${encodeURIComponent(encounter)}`}>{t('Read it in order')}</AppLink></p>}
        </Pane>
      )}
    </Loaded>
  )
}
