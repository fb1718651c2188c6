// SPDX-License-Identifier: Apache-2.0
import { SourceReader } from '@/features/chart/SourceReader'
import { EntryPage } from '@/features/data_entry/EntryPage'

/** A note and its form: the chart's reader beside the form of data entry. */
export function DataEntryRoute() {
  return <EntryPage reader={SourceReader} />
}
