// SPDX-License-Identifier: Apache-2.0
import { createContext, type ComponentType } from 'react'
import type { Document } from '@/api/types'

export interface ReaderAct { document: Document; patient: string; pageNow: () => number }

/** What departments let people do with a document that is open in the reader; app/ names them. */
export const ReaderActs = createContext<ComponentType<ReaderAct>[]>([])

/** What departments say of a document that is open in the reader: it stands above its pages, printed too. */
export const ReaderNotes = createContext<ComponentType<Pick<ReaderAct, 'document'>>[]>([])
