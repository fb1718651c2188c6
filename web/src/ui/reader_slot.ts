// SPDX-License-Identifier: Apache-2.0
import { createContext, type ComponentType } from 'react'

/** The chart's reader, for departments that show a document beside their own work; app/ names it. */
export const ReaderSlot = createContext<ComponentType<{ id: string; plain?: boolean }> | undefined>(undefined)
