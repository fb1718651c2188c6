// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Reason } from '@/ui/Empty'
import { atSecond, bytes } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { AppLink, useSearchState } from '@/ui/navigate'
import { Facts, Page, Pane } from '@/ui/Page'
import { PatientLine } from '@/ui/PatientBanner'
import { HeldActs } from './HeldActs'
import { MessageTabs } from './MessageTabs'
import { StateTag } from './StateTag'

export function MessagePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const [search, change] = useSearchState()
  const query = useQuery(q.message(id))
  return (
    <Loaded query={query}>
      {(message) => (
        <Page title={t('Message {number}', { number: message.control_id })} subtitle={t('{type} from {sender}, {when}', { type: message.type, sender: message.partner, when: atSecond(message.received_at) })} actions={<StateTag state={message.state} />}>
          {message.reason && <Reason title={t('Why it is held')}>{message.reason.sentence}</Reason>}
          {message.state === 'held' && <HeldActs message={message} subject={message.work_item ?? message.id} onDone={() => undefined} />}
          <Pane>
            <Facts
              facts={[
                { name: t('Patient'), value: message.patient && <AppLink to={paths.chart(message.patient.id)}><PatientLine patient={message.patient} /></AppLink> },
                { name: t('Size'), value: bytes(message.size) },
                { name: t('Mended from'), value: message.mended_from && message.mended_from !== message.id && <AppLink to={paths.message(message.mended_from)}>{t('the message as it came')}</AppLink> },
                { name: t('Number'), value: <span className="mono">{message.id}</span> },
              ]}
            />
          </Pane>
          <Pane><MessageTabs message={message} tab={search.tab ?? 'outcome'} onTab={(tab) => change({ tab })} /></Pane>
        </Page>
      )}
    </Loaded>
  )
}
