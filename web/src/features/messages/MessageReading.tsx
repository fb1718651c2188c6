// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { MessageTabs } from './MessageTabs'

/** A message beside a queue, in its four readings. */
export function MessageReading({ id }: { id: string }) {
  const query = useQuery(q.message(id))
  const [tab, setTab] = useState('parsed')
  return (
    <Loaded query={query}>
      {(message) => (
        <Pane title={t('Message')} actions={<AppLink className="small" to={paths.message(message.id)}>{t('Open in the message browser')}</AppLink>}>
          <MessageTabs message={message} tab={tab} onTab={setTab} />
        </Pane>
      )}
    </Loaded>
  )
}
