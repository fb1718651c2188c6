// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react'
import { t } from '@/i18n'
import { EmptyState } from '@/ui/Empty'
import styles from './DocumentReader.module.css'
import type { Sheet } from './useSheet'

export function ImageReader({ url, title, sheet }: { url: string; title: string; sheet: Sheet }) {
  const [broken, setBroken] = useState(false)
  if (broken) return <EmptyState icon="warning" title={t('The image cannot be shown')}>{t('Its bytes may be damaged. Run “verify” or open the file in its own tab.')}</EmptyState>
  return (
    <div className={styles.paper} tabIndex={0} role="region" aria-label={t('Page image')}>
      <img className={styles.image} src={url} alt={title} style={{ width: `${sheet.zoom * 100}%`, transform: `rotate(${sheet.turns * 90}deg)` }} onError={() => setBroken(true)} />
    </div>
  )
}
