// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import type { ScanBatch, ScanDocument, ScanDocumentRow } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { at, day } from '@/ui/format'
import { Icon } from '@/ui/icons'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Facts, Pane } from '@/ui/Page'
import { PatientLine } from '@/ui/PatientBanner'
import { Said } from '@/ui/Said'
import { CheckActs } from './CheckActs'
import { IndexForm } from './IndexForm'
import styles from './Side.module.css'
import type { BatchActs } from './useBatch'
import { visitWords } from './visit_words'

interface Props { row: ScanDocumentRow; batch: ScanBatch; acts: BatchActs; about?: string; onPatient: (patient: string | undefined) => void; onPage: (page: string) => void; onIndexed: (document: ScanDocument) => void }

/** A document beside its pages: its index while that is said, the second look, and in the end the way to its chart. */
export function DocumentSide({ row, batch, acts, about, onPatient, onPage, onIndexed }: Props) {
  const query = useQuery({ ...q.scanDocument(row.id, about, batch.version), enabled: batch.state === 'separated' || !!row.encounter })
  const visit = query.data?.suggestions.encounters.find((one) => one.id === row.encounter)
  const title = t('Document {n} of {total}', { n: row.place, total: batch.documents.length })
  if (batch.state === 'separated') {
    return <Pane title={title}><Loaded query={query}>{(document) => <IndexForm key={document.id} document={document} {...{ batch, onPatient, onPage, onIndexed }} />}</Loaded></Pane>
  }
  return (
    <Pane title={title}>
      <div className={styles.facts}>
        {row.patient && <PatientLine patient={row.patient} />}
        <Facts
          facts={[
            { name: t('Document type'), value: row.type && <Said>{row.type.display}</Said> }, { name: t('Service date'), value: day(row.service_date) }, { name: t('Encounter'), value: row.encounter && (visit ? visitWords(visit) : query.isPending ? '…' : row.encounter) },
            { name: t('Author'), value: row.author }, { name: t('Indexed by'), value: row.indexed_by && `${row.indexed_by.name}, ${at(row.indexed_at)}` }, { name: t('Pages'), value: row.pages.length },
            row.contradictions > 0 && { name: t('Contradictions answered'), value: row.contradictions },
          ]}
        />
        {batch.state === 'qa1' && row.sampled && row.state === 'indexed' && <CheckActs row={row} batch={batch} acts={acts} />}
        {row.resource && row.patient && <p><AppLink to={paths.chartDocument(row.patient.id, row.resource.id)}><Icon name="document" size={13} /> {t('Open it in the chart')}</AppLink></p>}
      </div>
    </Pane>
  )
}
