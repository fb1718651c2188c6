// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { q } from '@/api/queries'
import type { IndexPerson, Misfile, MisfileSign, WorkItem } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { Lines, Reason } from '@/ui/Empty'
import { at, day } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import { useGo } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import { useMay } from '@/ui/session'
import table from '@/ui/table.module.css'
import { MisfilePage } from './MisfilePage'
import styles from './MisfilePanel.module.css'
import { MoveAct } from './MoveAct'
import { SeenBefore } from './SeenBefore'

const nameOfSign: Record<string, string> = { number: t('MRN'), account: t('Account number'), name: t('Name'), birth_date: t('Birth date') }

/** A document that names somebody else than its chart: what on which page says so, beside both identities. */
export function MisfilePanel({ item, onDone }: { item: WorkItem; onDone: (said: string) => void }) {
  const query = useQuery(q.misfile(item.id))
  return <Loaded query={query} loading={<Lines count={12} label={t('Loading the page')} />}>{(misfile) => <Compared misfile={misfile} item={item} onDone={onDone} />}</Loaded>
}

function Compared({ misfile, item, onDone }: { misfile: Misfile; item: WorkItem; onDone: (said: string) => void }) {
  const go = useGo()
  const client = useQueryClient()
  const permission = useMay('link-patients')
  const [asking, setAsking] = useState(false)
  const first = misfile.signs[0]?.page ?? 1
  const [number, setNumber] = useState(first)
  const { chart, other, document, withheld, signs, pages } = misfile
  const at_ = pages.findIndex((page) => page.number === number)
  const turn = (by: number) => setNumber(pages[Math.min(pages.length - 1, Math.max(0, at_ + by))]?.number ?? number)
  const seen = withheld ? permission : { allowed: false, why: t('Say first that it is of the wrong patient.') }
  useHotkeys(t('Misfiled page'), [
    { keys: 'o', label: t('Open the chart'), run: () => go(paths.chart(chart.id)) },
    { keys: 'i', label: t('Who saw it'), run: () => seen.allowed && setAsking(true) },
    ...(pages.length > 1 ? [{ keys: ']', label: t('Next page'), run: () => turn(1) }, { keys: '[', label: t('Page before'), run: () => turn(-1) }] : []),
  ])
  return (
    <div className={styles.misfile}>
      {item.reason && <Reason tone="info" title={t('Why it waits')}><Said>{item.reason.sentence}</Said></Reason>}
      {withheld && <Reason tone="warn" title={t('Withheld')}>{t('Since {when} nobody sees it but this department, until it is moved or found right.', { when: at(withheld.at) })}</Reason>}
      <Pane title={t('Whose is it?')} flush actions={<>
        {!item.closed_at && <MoveAct piece={{ type: document.type, id: document.id, title: document.title }} from={{ ...chart, mrn: chart.mrn ?? '', birth_date: chart.birth_date ?? '' }} onMoved={() => { void client.invalidateQueries({ queryKey: ['misfile'] }); onDone(t('Moved. Both charts tell of it.')) }} />}
        <Act size="compact-sm" hint="i" {...seen} onClick={() => setAsking(true)}>{t('Who saw it…')}</Act>
      </>}>
        <Identities chart={chart} other={other} signs={signs} />
      </Pane>
      <Pane title={t('{title}, page {n} of {total}', { title: document.title, n: number, total: Math.max(1, pages.length) })} flush>
        <MisfilePage misfile={misfile} number={number} />
      </Pane>
      {asking && <SeenBefore item={item.id} title={document.title} onClose={() => setAsking(false)} />}
    </div>
  )
}

/** The chart's own, what the page says, and whom it names, line by line. */
function Identities({ chart, other, signs }: { chart: IndexPerson; other?: IndexPerson; signs: readonly MisfileSign[] }) {
  const says = (...kinds: string[]) => [...new Set(signs.filter((sign) => kinds.includes(sign.what)).map((sign) => `${sign.what === 'account' ? `${nameOfSign.account} ` : ''}${sign.says}`))].join(', ')
  const rows = [
    { what: t('Name'), own: chart.name, page: says('name'), other: other?.name },
    { what: t('Birth date'), own: day(chart.birth_date), page: says('birth_date'), other: day(other?.birth_date) },
    { what: t('MRN'), own: chart.mrn, page: says('number', 'account'), other: other?.mrn },
  ]
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={t('Chart and page compared, table')}>
      <table className={table.table}>
        <thead><tr><th><span className="read-only-by-ear">{t('What')}</span></th><th>{t('This chart')}</th><th>{t('The page says')}</th><th>{t('Whom it names')}</th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.what}><th scope="row">{row.what}</th><td className="num">{row.own}</td><td className={styles.says}>{row.page || '–'}</td><td className="num">{other ? row.other : row.what === t('Name') ? t('nobody whom the index knows') : ''}</td></tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
