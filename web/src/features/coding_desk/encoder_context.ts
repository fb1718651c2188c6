// SPDX-License-Identifier: Apache-2.0
import { createContext } from 'react'

export type CodeSystem = 'icd10cm' | 'icd10pcs' | 'hcpcs' | 'cpt'

/** Where the index stands (`term`), and the path by which it led to the code that is open (`path`); both are in the address. */
export interface IndexPlace { term?: string; path?: string; find?: string }

/** What the encoder's parts share: the books' day, how a code reaches the desk, and what is kept at hand. */
export interface Encoder {
  /** The discharge of the stay; none: today. */
  on?: string
  /** None: the encoder was not opened from a stay that is being coded. */
  take?: (code: string, system: CodeSystem, indexPath?: string) => void
  /** Stays of outpatients have services. */
  takesServices?: boolean
  /** Says that a whole code is open in the tabular list: it is kept with the line of the stay that has it. */
  opened?: (code: string) => void
  isFavourite: (code: string, system: CodeSystem) => boolean
  mark: (code: string, system: CodeSystem, favourite: boolean) => void
  /** `index`: for who came by the index. */
  open: (code: string, system: CodeSystem, index?: IndexPlace) => void
}
export const EncoderContext = createContext<Encoder>({ isFavourite: () => false, mark: () => undefined, open: () => undefined })
