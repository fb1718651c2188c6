// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { q } from '@/api/queries'
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
        <Page title={`Message ${message.control_id}`} subtitle={`${message.type} from ${message.partner}, ${atSecond(message.received_at)}`} actions={<StateTag state={message.state} />}>
          {message.reason && <Reason title="Why it is held">{message.reason.sentence}</Reason>}
          {message.state === 'held' && <HeldActs message={message} subject={message.work_item ?? message.id} onDone={() => undefined} />}
          <Pane>
            <Facts
              facts={[
                { name: 'Patient', value: message.patient && <AppLink to={paths.chart(message.patient.id)}><PatientLine patient={message.patient} /></AppLink> },
                { name: 'Size', value: bytes(message.size) },
                { name: 'Mended from', value: message.mended_from && message.mended_from !== message.id && <AppLink to={paths.message(message.mended_from)}>the message as it came</AppLink> },
                { name: 'Number', value: <span className="mono">{message.id}</span> },
              ]}
            />
          </Pane>
          <Pane><MessageTabs message={message} tab={search.tab ?? 'outcome'} onTab={(tab) => change({ tab })} /></Pane>
        </Page>
      )}
    </Loaded>
  )
}
