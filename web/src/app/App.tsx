// SPDX-License-Identifier: Apache-2.0
import { DirectionProvider, MantineProvider } from '@mantine/core'
import { MutationCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { lazy } from 'react'
import { asProblem } from '@/api/http'
import { TypeAct } from '@/features/data_entry/TypeAct'
import { AmendAct } from '@/features/amendment_requests/AmendAct'
import { AmendmentNote } from '@/features/amendment_requests/AmendmentNote'
import { WhoHasAct } from '@/features/distribution/WhoHasAct'
import { WarningNote } from '@/features/record_quality/WarningNote'
import { AskAct } from '@/features/physician_queries/AskAct'
import { SignaturesAct } from '@/features/signatures/SignaturesAct'
import { ChartParts } from '@/ui/chart_parts'
import { ReaderActs, ReaderNotes } from '@/ui/reader_acts'
import { ReaderSlot } from '@/ui/reader_slot'
import { theme } from '@/ui/theme'
import { failed, Toasts } from '@/ui/toasts'
import { createAppRouter } from './router'
import { SessionGate } from './SessionGate'

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

export const client = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 5_000, retry: (tries, error) => asProblem(error).status === 0 && tries < 2, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
  // What an act was refused for is said where it was asked; a screen that shows it itself sets `meta.quiet`.
  mutationCache: new MutationCache({
    onError: (error, _variables, _context, mutation) => {
      if (!mutation.meta?.quiet) failed(asProblem(error).message)
    },
  }),
})
const router = createAppRouter()
const readerActs = [AskAct, AmendAct, SignaturesAct, WhoHasAct, TypeAct]
const readerNotes = [AmendmentNote, WarningNote]
const chartParts = [lazy(async () => ({ default: (await import('@/features/distribution/OptOuts')).OptOuts }))]
const DocumentReader = lazy(async () => ({ default: (await import('@/features/chart/DocumentReader')).DocumentReader }))

export function App() {
  return (
    <DirectionProvider>
      <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
        <QueryClientProvider client={client}>
          <SessionGate>
            <ReaderActs value={readerActs}><ReaderNotes value={readerNotes}><ReaderSlot value={DocumentReader}><ChartParts value={chartParts}><RouterProvider router={router} /></ChartParts></ReaderSlot></ReaderNotes></ReaderActs>
          </SessionGate>
          <Toasts />
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  )
}
