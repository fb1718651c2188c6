// SPDX-License-Identifier: Apache-2.0
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { t } from '@/i18n'
import { base } from '@/paths'
import { EmptyState, Lines } from '@/ui/Empty'
import { Failed } from '@/ui/Loaded'
import { parseSearch, stringifySearch } from '@/ui/navigate'
import { Shell } from './Shell'

const root = createRootRoute({
  component: Shell,
  notFoundComponent: () => <><h1 className="read-only-by-ear">{t('No such page')}</h1><EmptyState icon="search" title={t('No such page')}>{t('Press “g h” for the first screen, or Ctrl+K to find something.')}</EmptyState></>,
})
const page = (path: string, load: () => Promise<Record<string, unknown>>, name: string) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load as () => Promise<Record<string, never>>, name) })

const routes = [
  page('/', () => import('@/features/home/HomePage'), 'HomePage'),
  page('/worklists/$kind', () => import('./WorklistRoute'), 'WorklistRoute'),
  page('/patients', () => import('@/features/patients/FinderPage'), 'FinderPage'),
  page('/patients/$id', () => import('@/features/chart/ChartPage'), 'ChartPage'),
  page('/patients/$id/$tab', () => import('@/features/chart/ChartPage'), 'ChartPage'),
  page('/search', () => import('@/features/search/SearchPage'), 'SearchPage'),
  page('/register', () => import('@/features/identity/RegistrationPage'), 'RegistrationPage'),
  page('/index-figures', () => import('@/features/identity/FiguresPage'), 'FiguresPage'),
  page('/scanning', () => import('@/features/imaging/DeskPage'), 'DeskPage'),
  page('/scanning/$id', () => import('@/features/imaging/BatchPage'), 'BatchPage'),
  page('/file-room', () => import('@/features/paper_charts/FileRoomPage'), 'FileRoomPage'),
  page('/counter', () => import('@/features/counter/CounterPage'), 'CounterPage'),
  page('/file-room/hunts/$id', () => import('@/features/paper_charts/HuntPage'), 'HuntPage'),
  page('/archive', () => import('@/features/holdings/ArchivePage'), 'ArchivePage'),
  page('/coding', () => import('./CodingRoute'), 'CodingRoute'),
  page('/encoder', () => import('@/features/coding_desk/EncoderPage'), 'EncoderPage'),
  page('/case-mix', () => import('@/features/coding_desk/CaseMixPage'), 'CaseMixPage'),
  page('/deficiencies', () => import('@/features/chart_completion/DeficienciesPage'), 'DeficienciesPage'),
  page('/mine', () => import('@/features/signatures/MyPage'), 'MyPage'),
  page('/floor', () => import('@/features/floor/FloorPage'), 'FloorPage'),
  page('/data-entry', () => import('@/features/data_entry/DataEntryPage'), 'DataEntryPage'),
  page('/data-entry/$id', () => import('./DataEntryRoute'), 'DataEntryRoute'),
  page('/amendments', () => import('@/features/amendment_requests/AmendmentsPage'), 'AmendmentsPage'),
  page('/query-figures', () => import('@/features/physician_queries/QueryFiguresPage'), 'QueryFiguresPage'),
  page('/distribution', () => import('@/features/distribution/DistributionPage'), 'DistributionPage'),
  page('/shift', () => import('@/features/shift_desk/ShiftPage'), 'ShiftPage'),
  page('/shift/hand-offs/$id', () => import('@/features/shift_desk/HandOffPage'), 'HandOffPage'),
  page('/downtime', () => import('@/features/downtime/DowntimePage'), 'DowntimePage'),
  page('/documents/$id', () => import('@/features/chart/DocumentPage'), 'DocumentPage'),
  page('/messages', () => import('@/features/messages/MessagesPage'), 'MessagesPage'),
  page('/messages/$id', () => import('@/features/messages/MessagePage'), 'MessagePage'),
  page('/ledger', () => import('@/features/ledger/LedgerPage'), 'LedgerPage'),
  page('/reconciliation', () => import('@/features/reconciliation/ReconciliationPage'), 'ReconciliationPage'),
  page('/glass', () => import('@/features/people/GlassPage'), 'GlassPage'),
  page('/people', () => import('@/features/people/PeoplePage'), 'PeoplePage'),
  page('/roles', () => import('@/features/people/RolesPage'), 'RolesPage'),
  page('/partners', () => import('@/features/partners/PartnersPage'), 'PartnersPage'),
  page('/outbox', () => import('@/features/partners/OutboxPage'), 'OutboxPage'),
  page('/jobs', () => import('@/features/jobs/JobsPage'), 'JobsPage'),
  page('/rules', () => import('@/features/rules/RulesPage'), 'RulesPage'),
]

export const createAppRouter = () =>
  createRouter({
    routeTree: root.addChildren(routes),
    basepath: base,
    parseSearch,
    stringifySearch,
    defaultPendingComponent: () => <Lines />,
    defaultErrorComponent: ({ error, reset }) => <Failed error={error instanceof Error ? error : new Error(String(error))} retry={reset} />,
    scrollRestoration: false,
  })
