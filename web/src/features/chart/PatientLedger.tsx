// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery } from '@tanstack/react-query'
import { api } from '@/api/client'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { LedgerList, ledgerFilter } from '@/ui/LedgerList'
import { useSearchState } from '@/ui/navigate'

/** Who looked, who changed, who received: sortable and printable for the patient. Source: 45 CFR 164.312(b), 164.528. */
export function PatientLedger({ patient }: { patient: string }) {
  const [search, change] = useSearchState()
  const query = useInfiniteQuery(q.patientLedger(patient, ledgerFilter(search)))
  return <LedgerList query={query} search={search} change={change} label={t('Ledger of the patient')} fetchFile={(columns, format) => api.exportPatientLedger(patient, { ...ledgerFilter(search), columns, format })} />
}
