// SPDX-License-Identifier: Apache-2.0
import { useLayoutEffect, useRef, useState } from 'react'
import type { Patient } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { Reason } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { AppLink } from '@/ui/navigate'
import { useMay } from '@/ui/session'
import { OverlayDialog } from './OverlayDialog'
import styles from './ChartPage.module.css'

export const isFrozen = (patient: Pick<Patient, 'alerts'>) => patient.alerts.some((alert) => alert.code === 'overlay')

/** Somebody sees that two persons are in this number. */
export function OverlayAct({ patient }: { patient: Patient }) {
  const permission = useMay('link-patients')
  const [asking, setAsking] = useState(false)
  const act = isFrozen(patient) ? { allowed: false, why: t('The record is frozen already.') } : permission
  const start = () => act.allowed && setAsking(true)
  useHotkeys(t('Chart'), [{ keys: 'x', label: t('Two persons in this number…'), run: start }])
  return (
    <>
      <Act size="compact-sm" hint="x" {...act} onClick={start}>{t('Two persons in this number…')}</Act>
      {asking && <OverlayDialog patient={patient.id} onClose={() => setAsking(false)} />}
    </>
  )
}

/** What everybody who opens a frozen record must know, and where it is mended. */
export function Frozen({ patient }: { patient: Patient }) {
  const permission = useMay('link-patients')
  const frozen = isFrozen(patient)
  const [was] = useState(frozen)
  const box = useRef<HTMLDivElement>(null)
  // Frozen by this person just now: the repair is what comes next.
  useLayoutEffect(() => {
    if (frozen && !was && document.activeElement === document.body) box.current?.querySelector('a')?.focus()
  }, [frozen, was])
  if (!frozen) return null
  return (
    <div ref={box} className={styles.frozen}>
      <Reason tone="bad" title={t('Frozen: two persons are suspected in this number')}>
        {t('What you read here may be somebody else’s. Ask before you act on it.')} {permission.allowed && <AppLink to={paths.worklist('overlay', { patient: patient.id })}>{t('To the repair')}</AppLink>}
      </Reason>
    </div>
  )
}
