// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { q } from '@/api/queries'
import type { PaperPlace } from '@/api/types'
import { t } from '@/i18n'
import styles from './Paper.module.css'
import type { Goes } from './words'

const fits = (place: PaperPlace, goes: Goes) => (goes === 'borrower' ? place.borrows : goes === 'file' ? place.files : !place.borrows && !place.files)

/** A place found by a part of its name; what is chosen stands as a sentence with a way back. */
export function PlaceField({ label, goes, place, onPlace, error }: { label: string; goes: Goes; place?: PaperPlace; onPlace: (place: PaperPlace | undefined) => void; error?: string }) {
  const [text, setText] = useState('')
  const wanted = useDeferredValue(text.trim())
  const { data } = useQuery(q.paperPlaces(wanted))
  const found = (wanted ? data : undefined)?.filter((one) => fits(one, goes)).slice(0, 8)
  if (place)
    return (
      <p className="row">
        <span>{label}: <strong>{place.path}</strong></span>
        <Button variant="subtle" size="compact-xs" onClick={() => onPlace(undefined)}>{t('Another place')}</Button>
      </p>
    )
  return (
    <div>
      <TextInput label={label} value={text} onChange={(event) => setText(event.currentTarget.value)} error={error} autoComplete="off"
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !found?.length) return
          event.preventDefault()
          onPlace(found[0])
        }}
      />
      <ul className={styles.options} aria-label={t('Places found')}>
        {found?.map((one) => <li key={one.id}><Button variant="subtle" size="compact-sm" onClick={() => onPlace(one)}>{one.path}</Button></li>)}
      </ul>
      <p className="soft small" role="status">{wanted && found && !found.length ? t('No such place') : ''}</p>
    </div>
  )
}
