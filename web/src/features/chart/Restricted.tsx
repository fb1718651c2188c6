// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { EmptyState } from '@/ui/Empty'
import { useMay } from '@/ui/session'
import { GlassDialog } from './GlassDialog'

/** A chart that is closed to this person, and the one way in: with a reason, for a time, reviewed by others. */
export function Restricted({ patient, why, onOpened }: { patient: string; why: string; onOpened: () => void }) {
  const [asking, setAsking] = useState(false)
  const glass = useMay('break-glass')
  return (
    <>
      <EmptyState icon="lock" title={t('This record is restricted')} action={<Act {...glass} onClick={() => setAsking(true)}>{t('Break the glass…')}</Act>}>{why}</EmptyState>
      {asking && <GlassDialog patient={patient} onClose={() => setAsking(false)} onOpened={() => (setAsking(false), onOpened())} />}
    </>
  )
}
