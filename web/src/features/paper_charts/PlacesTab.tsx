// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { PaperPlace } from '@/api/types'
import { t } from '@/i18n'
import { EmptyState } from '@/ui/Empty'
import { words } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { KeyHint } from '@/ui/KeyHint'
import { Loaded } from '@/ui/Loaded'
import { useSearchState } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { Tag } from '@/ui/Tag'
import { done, failed } from '@/ui/toasts'
import { NewPlaceDialog } from './NewPlaceDialog'
import styles from './Paper.module.css'
import { openPrinted } from './printing'
import { ShelfPlanPane } from './ShelfPlanPane'

type Here = Pick<PaperPlace, 'id' | 'name' | 'path' | 'kind'>

/** Where a link led that names no way through the tree: as what stands in it says. */
function fromInside(parent: string, inside?: PaperPlace): Here {
  const path = inside ? inside.path.slice(0, -inside.name.length - 3) : ''
  return { id: parent, path, name: path.split(' / ').at(-1) ?? '', kind: inside?.room === parent ? 'room' : '?' }
}

/** The tree of places: what stands below what; made, closed, planned and labelled from here. */
export function PlacesTab() {
  const [search, change] = useSearchState()
  const client = useQueryClient()
  const parent = search.place
  const query = useQuery(q.placesBelow(parent))
  const [trail, setTrail] = useState<PaperPlace[]>([])
  const [making, setMaking] = useState(false)
  const here: Here | undefined = parent ? (trail.find((one) => one.id === parent) ?? fromInside(parent, query.data?.[0])) : undefined
  const open = (place?: PaperPlace) => {
    setTrail((now) => (place ? [...now.slice(0, now.findIndex((one) => one.id === place.id) + 1 || now.length), ...(now.some((one) => one.id === place.id) ? [] : [place])] : []))
    change({ place: place?.id })
  }
  const labels = () => void openPrinted({ what: 'labels', places: (query.data ?? []).filter((one) => one.open).slice(0, 600).map((one) => one.id) })
  const close = async (place: PaperPlace) => {
    try {
      await api.closePlace(place.id, place.version)
      done(t('{place} is closed', { place: place.name }))
      await client.invalidateQueries({ queryKey: ['paper-places'] })
    } catch (error) {
      failed(asProblem(error).message)
    }
  }
  useHotkeys(t('Places'), [
    { keys: 'n', label: t('Make a place'), run: () => setMaking(true), ready: !query.isPending },
    { keys: 'p', label: t('Print the labels of these places'), run: labels, ready: !query.isPending },
    ...(parent ? [{ keys: 'b', label: t('One level up'), run: () => open(trail[trail.findIndex((one) => one.id === parent) - 1]) }] : []),
  ])
  return (
    <div className="stack">
      <nav aria-label={t('Where in the tree')} className="row">
        <Button variant="subtle" size="compact-sm" onClick={() => open()}>{t('All places')}</Button>
        {trail.slice(0, trail.findIndex((one) => one.id === parent) + 1).map((one) => <Button key={one.id} variant="subtle" size="compact-sm" aria-current={one.id === parent || undefined} onClick={() => open(one)}>{one.name}</Button>)}
      </nav>
      <div className="row">
        <Button rightSection={<KeyHint keys="n" />} onClick={() => setMaking(true)}>{t('Make a place')}</Button>
        <Button rightSection={<KeyHint keys="p" />} onClick={labels}>{t('Print the labels of these places')}</Button>
      </div>
      <Loaded query={query} isEmpty={(data) => !data.length} empty={<EmptyState icon="pages" title={t('No place stands in it')}>{t('Make one: a room in a site, a bay or a shelf in a room, a box on a shelf or with a vendor.')}</EmptyState>}>
        {(places) => (
          <Pane title={here?.path || t('Places')}>
            <ul className={styles.list} aria-label={t('Places')}>
              {places.map((one) => (
                <li key={one.id} className="row">
                  <Button variant="subtle" size="compact-sm" onClick={() => open(one)}>{one.name}</Button>
                  <span className="soft">{words(one.kind)}</span>
                  {one.first_key && <span className="num">{t('from {key}', { key: one.first_key.slice(0, 8) })}</span>}
                  {one.code && <span className="mono">{one.code}</span>}
                  {one.open ? <Button variant="subtle" size="compact-xs" className="push" onClick={() => void close(one)} aria-label={t('Close {place}', { place: one.name })}>{t('Close it')}</Button> : <Tag tone="plain">{t('Closed')}</Tag>}
                </li>
              ))}
            </ul>
          </Pane>
        )}
      </Loaded>
      {here?.kind === 'room' && <ShelfPlanPane room={here.id} />}
      {making && (
        <NewPlaceDialog
          parent={here}
          onClose={() => setMaking(false)}
          onMade={(place) => {
            setMaking(false)
            done(t('{place} is made', { place: place.path }))
            void client.invalidateQueries({ queryKey: ['paper-places'] })
          }}
        />
      )}
    </div>
  )
}
