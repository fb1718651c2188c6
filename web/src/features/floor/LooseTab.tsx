// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { q } from '@/api/queries'
import type { LooseFiling } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { EmptyState } from '@/ui/Empty'
import { at, decimals } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Facts, Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import table from '@/ui/table.module.css'
import { needWords } from './need'
import { ProofForm } from './ProofForm'
import styles from './Floor.module.css'

const kinds: Record<string, string> = { 'loose-report': t('Paper of a known patient'), 'loose-document': t('Documents whose patient is not certain') }
type Chosen = { by: 'kind' | 'need' | 'age'; value: string } | undefined

/** The Loose Filing Report: what is in no folder, how many days of work it is, and the list behind each number. */
export function LooseTab() {
  const query = useQuery(q.looseFiling())
  const [chosen, setChosen] = useState<Chosen>()
  return (
    <div className="stack">
      <ProofForm />
      <Loaded query={query}>
        {(report) => (
          <>
            <Figures report={report} chosen={chosen} onChoose={setChosen} />
            <Lines report={report} chosen={chosen} />
          </>
        )}
      </Loaded>
    </div>
  )
}

function Figures({ report, chosen, onChoose }: { report: LooseFiling; chosen: Chosen; onChoose: (chosen: Chosen) => void }) {
  const opens = (by: 'kind' | 'need' | 'age', value: string, count: number) => {
    const pressed = chosen?.by === by && chosen.value === value
    return <Button variant="subtle" size="compact-sm" aria-pressed={pressed} onClick={() => onChoose(pressed ? undefined : { by, value })}>{count}</Button>
  }
  return (
    <Pane title={t('Loose Filing Report')} actions={<a href={api.looseFilingPrintUrl()} target="_blank" rel="noreferrer">{t('Print')}</a>}>
      <Facts facts={[
        { name: t('Loose reports'), value: report.reports },
        { name: t('Pages'), value: report.of_unknown_length ? t('at least {n}', { n: report.pages }) : report.pages },
        { name: t('Pages that come in a day'), value: decimals(report.daily_intake_tenths / 10, 1) },
        { name: t('Days of backlog'), value: report.days_tenths === undefined ? t('nothing came lately') : decimals(report.days_tenths / 10, 1) },
        ...report.by_kind.map((one) => ({ name: kinds[one.code] ?? one.code, value: opens('kind', one.code, one.reports) })),
        ...report.by_need.map((one) => ({ name: needWords(one.code), value: opens('need', one.code, one.reports) })),
        ...report.by_age.map((one, index) => ({ name: said(one.words), value: opens('age', String(index), one.reports) })),
      ]} />
    </Pane>
  )
}

function Lines({ report, chosen }: { report: LooseFiling; chosen: Chosen }) {
  const shown = report.items.filter((one) => !chosen || (chosen.by === 'kind' ? one.kind === chosen.value : chosen.by === 'need' ? one.need === chosen.value : String(one.age) === chosen.value))
  if (!shown.length) return <EmptyState icon="check" title={t('Nothing is loose')} />
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('Loose reports')}>
      <table className={table.table}>
        <thead><tr><th scope="col">{t('Why first')}</th><th scope="col">{t('What')}</th><th scope="col">{t('Patient')}</th><th scope="col">{t('Where it lies')}</th><th scope="col">{t('Why it waits')}</th><th scope="col">{t('Came')}</th></tr></thead>
        <tbody>
          {shown.map((one) => (
            <tr key={one.item}>
              <td>{needWords(one.need, one.need_at)}</td>
              <th scope="row"><AppLink to={paths.worklist(one.kind, { item: one.item })}>{one.title || t('Document')}</AppLink></th>
              <td>{one.patient?.name ?? <span className="soft">{t('not certain')}</span>}</td>
              <td>{one.lies_at}</td>
              <td><Said>{one.why}</Said></td>
              <td>{at(one.came_at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
