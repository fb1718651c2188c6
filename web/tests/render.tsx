// SPDX-License-Identifier: Apache-2.0
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import type { Session, WorkItem, WorklistSummary } from '@/api/types'
import { SessionContext } from '@/ui/session'
import { theme } from '@/ui/theme'

export const session: Session = {
  user: { id: 'U1', name: 'tech', display_name: 'Mika Sorel', roles: ['technician'] },
  permissions: ['read-worklists', 'work-worklists', 'replay-messages'],
  expires_at: '2026-11-21T20:00:00Z', idle_at: '2026-11-21T12:15:00Z', locked: false, synthetic: true,
}

export function show(children: ReactNode, who: Session = session) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const within = (inner: ReactNode) => (
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={client}>
        <SessionContext.Provider value={who}>{inner}</SessionContext.Provider>
      </QueryClientProvider>
    </MantineProvider>
  )
  const view = render(within(children))
  return { ...view, again: (next: ReactNode) => view.rerender(within(next)) }
}

export const item = (id: string, more: Partial<WorkItem> = {}): WorkItem => ({
  id, kind: 'held-message', state: 'held', state_title: 'Held', priority: 'routine', title: 'ORU^R01', named: `Quill, ${id}`, created_at: '2026-11-20T08:00:00Z', changed_at: '2026-11-20T08:00:00Z', overdue: false,
  pool: 'Interfaces', reason: null, escalations: 0, version: 1, subject: { type: 'message', id: `M${id}` }, detail: { type: 'ORU^R01', patient_name: `Quill, ${id}` }, events: [], ...more,
})

export const summary: WorklistSummary = {
  kind: 'held-message', title: 'Held messages', open: 3, overdue: 1, unowned: 2, stat: 0,
  states: [{ state: 'held', title: 'Held', count: 3, final: false }, { state: 'filed', title: 'Filed', count: 9, final: true }],
  reasons: [{ code: 'no-mrn-match', sentence: 'No patient has this MRN.' }, { code: 'test-message', sentence: 'A test message.' }],
  bulk_events: [],
}
