// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api } from '@/api/client'
import { q } from '@/api/queries'
import type { CaseMix, CaseMixRow } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Choices } from '@/ui/Choices'
import { EmptyState } from '@/ui/Empty'
import { ExportButton } from '@/ui/ExportButton'
import { day } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { AppLink, useSearchState } from '@/ui/navigate'
import { Page, Pane } from '@/ui/Page'
import styles from './Coding.module.css'
import { drgOf, weightOf } from './words'

const share = (part: number, of: number) => (of ? `${(Math.round((part * 1000) / of) / 10).toFixed(1)} % (${part}/${of})` : '–')

/** Case mix and severity capture of final cases; each number opens the cases that it is made of. */
export function CaseMixPage() {
  const [search, change] = useSearchState()
  const by = search.by ?? 'service'
  const query = useQuery(q.caseMix({ by, from: search.from, until: search.until, group: search.group }))
  return (
    <Page title={t('Case mix')} subtitle={t('Final inpatient cases by their day of discharge')} actions={<ExportButton fetchFile={(format) => api.exportCodingAudit({ from: search.from, until: search.until, format })} />}>
      <div className="row">
        <Choices inline legend={t('By')} value={by} onChange={(value) => change({ by: value === 'service' ? undefined : value, group: undefined })}
          choices={[{ value: 'service', label: t('Service') }, { value: 'physician', label: t('Physician') }, { value: 'month', label: t('Month') }, { value: 'drg', label: t('DRG') }]} />
        <TextInput type="date" label={t('From')} value={search.from ?? ''} onChange={(event) => change({ from: event.currentTarget.value || undefined })} />
        <TextInput type="date" label={t('Until')} value={search.until ?? ''} onChange={(event) => change({ until: event.currentTarget.value || undefined })} />
      </div>
      <Loaded query={query} isEmpty={(mix) => mix.whole.cases === 0} empty={<EmptyState icon="scale" title={t('No final case in this period')} />}>
        {(mix) => (
          <>
            <Pane title={t('Case mix')}>
              <div className={styles.scroll}><MixTable mix={mix} group={search.group} onGroup={(group) => change({ group })} /></div>
              <p className="soft small">{t('Index: sum of the relative weights divided by the cases that have one. Severity: of cases whose base DRG is split by CC or MCC.')}</p>
              {mix.review.reviewed > 0 && <p>{t('Second reviews: {n}; {agreed} of {reviewed} codes agreed.', { n: mix.review.cases, agreed: mix.review.agreed, reviewed: mix.review.reviewed })}</p>}
            </Pane>
            {search.group !== undefined && mix.cases.length > 0 && <Behind mix={mix} />}
          </>
        )}
      </Loaded>
    </Page>
  )
}

function MixTable({ mix, group, onGroup }: { mix: CaseMix; group?: string; onGroup: (group: string) => void }) {
  const line = (row: CaseMixRow, key: string, title: string) => (
    <tr key={key}>
      <th scope="row">{title}</th>
      <td><Button variant="subtle" size="compact-sm" aria-pressed={group === key} aria-label={t('{n} cases of {title}', { n: row.cases, title })} onClick={() => onGroup(key)}>{row.cases}</Button></td>
      <td className="mono">{weightOf(row.index)}</td>
      <td>{share(row.with_mcc, row.splitable)}</td>
      <td>{share(row.with_cc, row.splitable)}</td>
    </tr>
  )
  return (
    <table className={styles.table} aria-label={t('Case mix')}>
      <thead><tr><th>{t('Group')}</th><th>{t('Cases')}</th><th>{t('Index')}</th><th>{t('With MCC')}</th><th>{t('With CC')}</th></tr></thead>
      <tbody>{mix.rows.map((row) => line(row, row.key || '-', row.title || t('Not said')))}</tbody>
      <tfoot>{line(mix.whole, '*', t('All'))}</tfoot>
    </table>
  )
}

function Behind({ mix }: { mix: CaseMix }) {
  return (
    <Pane title={t('The cases behind it')}>
      {mix.cases_total > mix.cases.length && <p className="soft small">{t('The newest {n} of {all}; a shorter period names the others.', { n: mix.cases.length, all: mix.cases_total })}</p>}
      <div className={styles.scroll}>
        <table className={styles.table} aria-label={t('The cases behind it')}>
          <thead><tr><th>{t('Patient')}</th><th>{t('Discharged')}</th><th>{t('DRG')}</th><th>{t('Weight')}</th><th>{t('Severity')}</th></tr></thead>
          <tbody>
            {mix.cases.map((one) => (
              <tr key={one.encounter}>
                <td><AppLink to={paths.coding({ case: one.encounter })}>{one.name ?? one.mrn ?? one.encounter}</AppLink></td>
                <td>{day(one.discharged_on)}</td>
                <td><span className="mono">{drgOf(one.drg)}</span> {one.drg_title}</td>
                <td className="mono">{weightOf(one.weight)}</td>
                <td>{one.is_split ? one.severity.toUpperCase() : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Pane>
  )
}
