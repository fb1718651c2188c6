// SPDX-License-Identifier: Apache-2.0
import type { WorkItem } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { AppLink } from '@/ui/navigate'
import { Facts, Pane } from '@/ui/Page'
import { needWords } from './need'
import { ProofForm } from './ProofForm'

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

/** A loose report in its queue: why it goes first, where it lies, and filing it with both barcodes. */
export function LooseReportPanel({ item, onDone }: { item: WorkItem; onDone: (said: string) => void }) {
  const { need, need_at: when, source, number } = item.detail
  return (
    <div className="stack">
      <Pane>
        <Facts facts={[
          { name: t('Why first'), value: needWords(textOf(need), textOf(when) || undefined) },
          { name: t('Where it lies'), value: textOf(source) },
          { name: t('Barcode'), value: <span className="mono">{textOf(number)}</span> },
        ]} />
        <p><AppLink to={paths.document(item.subject.id)}>{t('The report in the chart')}</AppLink> · <AppLink to={paths.floor({ tab: 'loose' })}>{t('Loose Filing Report')}</AppLink></p>
      </Pane>
      {!item.closed_at && <ProofForm key={item.id} barcode={textOf(number)} onDone={onDone} />}
    </div>
  )
}
