// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import type { WorkItem } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import { useGo } from '@/ui/navigate'
import { Facts, Pane } from '@/ui/Page'
import { openCount } from './entry'

/** In a queue: how far the note is, and the way to it. */
export function EntryPanel({ item }: { item: WorkItem }) {
  const go = useGo()
  const query = useQuery(q.entryOfItem(item.id, item.version))
  const open = () => query.data && go(paths.dataEntryOf(query.data.id))
  useHotkeys(t('Data entry'), [{ keys: 'o', label: t('Open the note and its form'), run: open, ready: !!query.data }])
  return (
    <Loaded query={query}>
      {(entry) => (
        <Pane title={said(entry.fields_of.title)} actions={<Act variant="filled" hint="o" onClick={open}>{t('Open the note and its form')}</Act>}>
          <Facts facts={[
            { name: t('Note'), value: entry.title },
            entry.asked_about && { name: t('What happened to it'), value: said(entry.asked_about) },
            { name: t('State'), value: said(entry.state_title) },
            !entry.blind && entry.may_type && { name: t('Still open'), value: String(openCount(entry)) },
            entry.entered_by && { name: t('Typed by'), value: entry.entered_by.name },
            entry.verified_by && { name: t('Verified by'), value: entry.verified_by.name },
            entry.postings.length > 0 && { name: t('Given to the chart'), value: String(entry.postings.length) },
          ]} />
        </Pane>
      )}
    </Loaded>
  )
}
