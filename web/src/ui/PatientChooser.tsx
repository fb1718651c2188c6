// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import type { PatientBrief } from '@/api/types'
import { t } from '@/i18n'
import { Candidates } from './Candidates'
import { Lines } from './Empty'
import { Icon } from './icons'
import { Loaded } from './Loaded'
import { PatientLine } from './PatientBanner'
import { PatientFinder } from './PatientFinder'

interface Props { subject: string; chosen: PatientBrief | null; onChoose: (patient: PatientBrief | null) => void; autoFocus?: boolean }

/** Candidates of a held or loose item first; any other patient by the finder. */
export function PatientChooser({ subject, chosen, onChoose, autoFocus }: Props) {
  const candidates = useQuery(q.candidates(subject))
  if (chosen) {
    return (
      <div className="row">
        <PatientLine patient={chosen} />
        <Button size="compact-xs" variant="subtle" leftSection={<Icon name="replay" size={12} />} onClick={() => onChoose(null)}>{t('Another patient')}</Button>
      </div>
    )
  }
  return (
    <div className="stack">
      <Loaded query={candidates} loading={<Lines count={3} label={t('Looking for candidates')} />} isEmpty={(list) => !list.length} empty={<p className="soft small">{t('No patient resembles what arrived. Search below.')}</p>}>
        {(list) => <Candidates candidates={list} onChoose={onChoose} />}
      </Loaded>
      <PatientFinder label={t('Or find another patient')} onPick={onChoose} autoFocus={autoFocus} />
    </div>
  )
}
