// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'react'
import type { PagePlace, PageRegion } from '@/api/types'
import { t } from '@/i18n'
import { EmptyState } from '@/ui/Empty'
import styles from './DocumentReader.module.css'
import { BoxDrawing } from './BoxDrawing'
import { shown } from './places'
import type { Sheet } from './useSheet'

interface Props { url: string; title: string; sheet: Sheet; places: readonly PagePlace[]; onMark?: (region: PageRegion) => void; onSeen: (page: number) => void }

/** A picture of a page with the places that are marked on it. */
export function MarkedImage({ url, title, sheet, places, onMark, onSeen }: Props) {
  const [broken, setBroken] = useState(false)
  useEffect(() => onSeen(1), []) // eslint-disable-line
  if (broken) return <EmptyState icon="warning" title={t('The image cannot be shown')}>{t('Its bytes may be damaged. Run “verify” or open the file in its own tab.')}</EmptyState>
  return (
    <div className={styles.paper} tabIndex={0} role="region" aria-label={t('Page image')}>
      <div className={styles.face} style={{ width: `${sheet.zoom * 100}%` }}>
        <img className={styles.image} src={url} alt={title} style={{ width: '100%' }} draggable={false} onError={() => setBroken(true)} />
        {places.map((one) => one.region && <span key={one.id} className={styles.place} data-place title={one.comment} style={shown(one.region, 0)} />)}
        {onMark && <BoxDrawing turns={0} onMark={onMark} />}
      </div>
    </div>
  )
}
