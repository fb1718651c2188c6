// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { EmptyState } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { Facts, Pane } from '@/ui/Page'
import { CopyTable } from './CopyTable'

const share = (part: number, of: number) => (of ? `${Math.round((part * 1000) / of) / 10} %` : '–')

/** Delivered in time by what was delivered in the last week; the number opens its list. */
export function DeliveredTab() {
  const query = useQuery(q.floorFigures())
  const [late, setLate] = useState(false)
  return (
    <Loaded query={query}>
      {(figures) => {
        const shown = late ? figures.items.filter((copy) => copy.late) : figures.items
        return (
          <div className="stack">
            <Pane title={t('Delivered in time, the last seven days')}>
              <Facts facts={[
                { name: t('In time'), value: `${share(figures.on_time, figures.delivered)} (${figures.on_time}/${figures.delivered})` },
                { name: t('STAT in time'), value: `${share(figures.stat_on_time, figures.stat)} (${figures.stat_on_time}/${figures.stat})` },
                { name: t('Target'), value: `${figures.target_percent} %` },
              ]} />
              <div className="row"><Button variant="subtle" aria-pressed={late} onClick={() => setLate(!late)}>{t('Late ones ({n})', { n: figures.delivered - figures.on_time })}</Button></div>
            </Pane>
            {shown.length ? <CopyTable copies={shown} label={t('Delivered')} /> : <EmptyState icon="check" title={t('Nothing was delivered')} />}
          </div>
        )
      }}
    </Loaded>
  )
}
