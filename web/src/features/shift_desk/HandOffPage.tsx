// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Page } from '@/ui/Page'
import { HandOffActs } from './HandOffActs'
import { HandOffSheet } from './HandOffSheet'

/** A hand-off as it was signed, with what changed since. */
export function HandOffPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const query = useQuery(q.handOff(id))
  return (
    <Page title={t('Hand-off')} actions={<AppLink to={paths.shift({ tab: 'hand-off' })}>{t('Shift desk')}</AppLink>}>
      <Loaded query={query}>
        {(handOff) => (
          <div className="stack">
            <HandOffActs handOff={handOff} />
            <HandOffSheet handOff={handOff} />
          </div>
        )}
      </Loaded>
    </Page>
  )
}
