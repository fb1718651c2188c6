// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { PatientBanner } from '@/ui/PatientBanner'
import { useTitle } from '@/ui/useTitle'
import styles from './ChartPage.module.css'
import { DocumentReader } from './DocumentReader'
import { Frozen } from './OverlayAct'

/** A document by its number, under the banner of the person it belongs to. */
export function DocumentPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  useTitle(t('Document'))
  const document = useQuery(q.document(id))
  const owner = document.data?.patient?.id ?? ''
  const patient = useQuery({ ...q.patient(owner), enabled: !!owner })
  return (
    <Loaded query={document}>
      {(one) => (
        <div className={styles.chart}>
          <h1 className="read-only-by-ear">{one.title}</h1>
          {patient.data && <><PatientBanner patient={patient.data} /><Frozen patient={patient.data} /></>}
          {owner && <nav aria-label={t('Chart')} className={`${styles.views} no-print`}><AppLink className={styles.view} to={paths.chart(owner)}>{t('To the chart')}</AppLink></nav>}
          <div className={styles.body}><DocumentReader id={id} /></div>
        </div>
      )}
    </Loaded>
  )
}
