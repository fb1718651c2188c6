// SPDX-License-Identifier: Apache-2.0
import { createContext } from 'react'
import type { NewCodedLine } from '@/api/types'

export type Evidence = NonNullable<NewCodedLine['evidence']>[number]

/** What the reader's act does with marked words: they become evidence of the code that is chosen at the desk. */
export const DeskContext = createContext<{ code?: string; addEvidence?: (evidence: Evidence) => void }>({})
