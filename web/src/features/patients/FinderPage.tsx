// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useLayoutEffect, useRef } from 'react'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { EmptyState } from '@/ui/Empty'
import { Failed } from '@/ui/Loaded'
import { useGo, useSearchState } from '@/ui/navigate'
import { Page } from '@/ui/Page'
import { PatientPicker } from '@/ui/PatientPicker'
import { useDebounced } from '@/ui/useDebounced'
import styles from './FinderPage.module.css'

const ways = [
  ['smi,joh', t('beginnings of surname and given name')],
  ['02/04/1961', t('a birth date, in any order')],
  ['100207', t('a record number, old or new')],
  ['quill', t('a former name')],
] as const

/** The finder as a page: the same box, more hits, the question in the URL. */
export function FinderPage() {
  const go = useGo()
  const [search, change] = useSearchState()
  const [text, setText] = useDebounced(search.q ?? '', (q) => change({ q: q || undefined }), 120)
  const query = useQuery(q.findPatients(text, 100))
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => box.current?.querySelector('input')?.focus(), [])
  const asked = text.trim().length > 1
  return (
    <Page title={t('Patients')} keepFocus subtitle={asked && query.data ? t('{n} found', { n: query.data.total }) : t('One box for every way a patient is named')}>
      <div className={styles.box} ref={box}>
        <PatientPicker label={t('Find a patient')} text={text} onText={setText} hits={asked ? (query.data?.items ?? []) : []} busy={query.isFetching} late={asked && (query.isPending || query.isPlaceholderData)} onPick={(hit) => go(paths.chart(hit.id))} />
      </div>
      {query.error && <Failed error={query.error} retry={() => void query.refetch()} />}
      {!asked && (
        <EmptyState icon="search" title={t('Any of these')}>
          <ul className={styles.ways}>{ways.map(([example, meaning]) => <li key={example}><code className="mono">{example}</code> {meaning}</li>)}</ul>
        </EmptyState>
      )}
    </Page>
  )
}
