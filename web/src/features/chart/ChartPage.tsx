// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, type ReactNode } from 'react'
import { q } from '@/api/queries'
import type { Patient } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Lines } from '@/ui/Empty'
import { DocumentSearch } from '@/ui/DocumentSearch'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import { AppLink, useGo } from '@/ui/navigate'
import { PatientBanner } from '@/ui/PatientBanner'
import { may, useSession } from '@/ui/session'
import { useTitle } from '@/ui/useTitle'
import styles from './ChartPage.module.css'
import { kinds } from './kinds'
import { Frozen } from './OverlayAct'
import { Restricted } from './Restricted'
import { readerKeys } from './reader_keys'
import { Timeline } from './Timeline'

const Expected = lazy(async () => ({ default: (await import('./Expected')).Expected }))
const PatientLedger = lazy(async () => ({ default: (await import('./PatientLedger')).PatientLedger }))
const PaperVolumes = lazy(async () => ({ default: (await import('./PaperVolumes')).PaperVolumes }))
const Produce = lazy(async () => ({ default: (await import('./Produce')).Produce }))
const InOrder = lazy(async () => ({ default: (await import('./InOrder')).InOrder }))
const Completeness = lazy(async () => ({ default: (await import('./Completeness')).Completeness }))
const Deficiencies = lazy(async () => ({ default: (await import('./Deficiencies')).Deficiencies }))
const TypedValues = lazy(async () => ({ default: (await import('./TypedValues')).TypedValues }))
const PlacesTab = lazy(async () => ({ default: (await import('./PlacesTab')).PlacesTab }))
const Particulars = lazy(async () => ({ default: (await import('./Particulars')).Particulars }))

/** The complete medical file of one person under one banner. */
export function ChartPage() {
  const { id = '', tab = 'timeline' } = useParams({ strict: false }) as { id?: string; tab?: string }
  useTitle(t('Chart'))
  const query = useQuery(q.patient(id))
  return (
    <Loaded query={query} forbidden={(why) => <Restricted patient={id} why={why} onOpened={() => void query.refetch()} />}>
      {(patient) => <Chart patient={patient} tab={tab} />}
    </Loaded>
  )
}

interface View { id: string; title: string; keys: string; permission?: string; show: (patient: Patient) => ReactNode }

const views: View[] = [
  { id: 'timeline', title: t('Timeline'), keys: 't', show: (patient) => <Timeline patient={patient} /> },
  { id: 'order', title: t('In order'), keys: 'o', show: (patient) => <InOrder patient={patient} /> },
  { id: 'completeness', title: t('Completeness'), keys: 'v', show: ({ id }) => <Completeness patient={id} /> },
  { id: 'deficiencies', title: t('Deficiencies'), keys: 'm', show: ({ id }) => <Deficiencies patient={id} /> },
  { id: 'places', title: t('Marked places'), keys: 'b', show: ({ id }) => <PlacesTab patient={id} /> },
  { id: 'typed', title: t('Typed from notes'), keys: 'shift+t', show: ({ id }) => <TypedValues patient={id} /> },
  { id: 'search', title: t('Search in this chart'), keys: 'w', permission: 'search-record', show: ({ id }) => <div className={styles.searching}><DocumentSearch key={id} patient={id} /></div> },
  { id: 'expected', title: t('Expected records'), keys: 'e', show: ({ id }) => <Expected patient={id} /> },
  { id: 'paper', title: t('Paper'), keys: 'p', show: ({ id }) => <PaperVolumes patient={id} /> },
  { id: 'produce', title: t('Produce'), keys: 'shift+p', permission: 'produce-records', show: ({ id }) => <div className={styles.searching}><Produce key={id} patient={id} /></div> },
  { id: 'ledger', title: t('Ledger'), keys: 'd', permission: 'read-ledger', show: ({ id }) => <PatientLedger patient={id} /> },
  { id: 'particulars', title: t('Particulars'), keys: 'a', show: (patient) => <Particulars patient={patient} /> },
]

function Chart({ patient, tab }: { patient: Patient; tab: string }) {
  const go = useGo()
  const session = useSession()
  const pathOf = (view: string) => (view === 'timeline' ? paths.chart(patient.id) : `${paths.chart(patient.id)}/${view}`)
  useHotkeys(t('Chart'), [
    ...views.map((view) => ({ keys: view.keys, label: view.title, run: () => go(pathOf(view.id)) })),
    // From every part of the chart: the timeline with this kind alone.
    ...(tab === 'timeline' ? [] : kinds.map((one, index) => ({ keys: String(index + 1), label: t('Timeline: only {kind}', { kind: one.title.toLowerCase() }), run: () => go(paths.chart(patient.id, { kind: one.kind })) }))),
  ])
  useHotkeys(t('Reader'), readerKeys)
  return (
    <div className={styles.chart}>
      <h1 className="read-only-by-ear">{t('Chart of {name}', { name: patient.name })}</h1>
      <PatientBanner patient={patient} />
      <Frozen patient={patient} />
      <nav className={`${styles.views} no-print`} aria-label={t('Chart')}>
        {views.map((view) => {
          const { allowed, why } = view.permission ? may(session, view.permission) : { allowed: true, why: undefined }
          return allowed ? (
            <AppLink key={view.id} to={pathOf(view.id)} className={styles.view} aria-current={tab === view.id ? 'page' : undefined}>{view.title}</AppLink>
          ) : (
            <span key={view.id} className={styles.view} data-closed title={why}>{view.title}<span className="read-only-by-ear">: {why}</span></span>
          )
        })}
      </nav>
      <div className={styles.body}>
        <Suspense fallback={<Lines />}>
          {(views.find((view) => view.id === tab) ?? views[0]!).show(patient)}
        </Suspense>
      </div>
    </div>
  )
}
