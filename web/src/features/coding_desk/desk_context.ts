// SPDX-License-Identifier: Apache-2.0
import { createContext, type RefObject } from 'react'
import type { NewCodedLine } from '@/api/types'

export type Evidence = NonNullable<NewCodedLine['evidence']>[number]

/** What the reader's act does with marked words: they become evidence of the code that is chosen at the desk. */
/** `code`: as people read it. `pageNow`: the page that the reader shows, which the act in it says. */
export const DeskContext = createContext<{ code?: string; pageNow?: RefObject<() => number>; addEvidence?: (evidence: Evidence) => void }>({})
