// SPDX-License-Identifier: Apache-2.0
import { api } from '@/api/client'
import type { Floor } from '@/api/types'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { Pane } from '@/ui/Page'
import { unique } from './unique'

export interface RunOut { id: string; wards: string[]; copies: number }

/** Runs of which something is still carried, the newest first: ids grow with time. */
export function runsOf(floor: Floor | undefined): RunOut[] {
  const carried = (floor?.wards ?? []).flatMap((ward) => ward.copies).filter((copy) => copy.run && copy.state === 'on-run')
  return unique(carried.map((copy) => copy.run ?? '')).sort().reverse().map((id) => {
    const copies = carried.filter((copy) => copy.run === id)
    return { id, wards: unique(copies.map((copy) => copy.ward)), copies: copies.length }
  })
}

/** The run sheet and behind it each copy with its barcode, as one file for the printer. */
export const printRun = (id: string) => window.open(api.runCopiesUrl(id), '_blank', 'noopener')

export function RunsOut({ floor }: { floor: Floor }) {
  const runs = runsOf(floor)
  if (!runs.length) return null
  return (
    <Pane title={t('Runs on their way')}>
      <ul>
        {runs.map((run, at) => (
          <li key={run.id} className="row">
            <span>{run.wards.join(', ')}: {t('{n, plural, one {# copy} other {# copies}}', { n: run.copies })}</span>
            <Act size="compact-sm" hint={at === 0 ? 'p' : undefined} onClick={() => printRun(run.id)} aria-label={t('Print the run to {wards}', { wards: run.wards.join(', ') })}>{t('Print sheet and copies')}</Act>
          </li>
        ))}
      </ul>
    </Pane>
  )
}
