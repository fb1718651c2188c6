// SPDX-License-Identifier: Apache-2.0
import { createContext, type ComponentType } from 'react'
import type { Document } from '@/api/types'

export interface ReaderAct { document: Document; patient: string; pageNow: () => number }

/** What departments let people do with a document that is open in the reader; app/ names them. */
export const ReaderActs = createContext<ComponentType<ReaderAct>[]>([])
