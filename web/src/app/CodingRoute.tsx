// SPDX-License-Identifier: Apache-2.0
import { useContext, useMemo } from 'react'
import { DocumentReader } from '@/features/chart/DocumentReader'
import { CodingPage } from '@/features/coding_desk/CodingPage'
import { EvidenceAct } from '@/features/coding_desk/EvidenceAct'
import { ReaderActs } from '@/ui/reader_acts'

/** The coder's desk with the chart's reader beside it. */
export function CodingRoute() {
  const acts = useContext(ReaderActs)
  const more = useMemo(() => [...acts, EvidenceAct], [acts])
  return <ReaderActs value={more}><CodingPage reader={(id, page) => <DocumentReader key={`${id} ${page}`} id={id} page={page} />} /></ReaderActs>
}
