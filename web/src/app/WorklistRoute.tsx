// SPDX-License-Identifier: Apache-2.0
import { useParams } from '@tanstack/react-router'
import { lazy } from 'react'
import type { Panels } from '@/features/worklists/panels'
import { WorklistPage } from '@/features/worklists/WorklistPage'

/** Which department shows what of its own items. A kind without a row here shows its particulars and steps. */
const panels: Panels = {
  'held-message': {
    component: lazy(async () => ({ default: (await import('@/features/messages/HeldMessagePanel')).HeldMessagePanel })),
    covers: /^(replay|mend|fix|ignore|assign[-_]patient|file)/,
  },
  'loose-document': {
    component: lazy(async () => ({ default: (await import('./LoosePanel')).LoosePanel })),
    covers: /^(file|assign[-_]patient)/,
  },
  'glass-review': {
    component: lazy(async () => ({ default: (await import('@/features/people/GlassPanel')).GlassPanel })),
    covers: /^(review)/,
  },
}

export function WorklistRoute() {
  const { kind = '' } = useParams({ strict: false }) as { kind?: string }
  return <WorklistPage key={kind} kind={kind} panels={panels} />
}
