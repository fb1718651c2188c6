// SPDX-License-Identifier: Apache-2.0
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { base } from '@/paths'
import { EmptyState, Lines } from '@/ui/Empty'
import { Failed } from '@/ui/Loaded'
import { parseSearch, stringifySearch } from '@/ui/navigate'
import { Shell } from './Shell'

const root = createRootRoute({
  component: Shell,
  notFoundComponent: () => <EmptyState icon="search" title="No such page">Press “g h” for the first screen, or Ctrl+K to find something.</EmptyState>,
})
const page = (path: string, load: () => Promise<Record<string, unknown>>, name: string) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load as () => Promise<Record<string, never>>, name) })

const routes = [
  page('/', () => import('@/features/home/HomePage'), 'HomePage'),
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
