// SPDX-License-Identifier: Apache-2.0
import { createContext, type ComponentType } from 'react'

/** What departments say of a person beside the particulars of their chart; app/ names them. */
export const ChartParts = createContext<ComponentType<{ patient: string }>[]>([])
