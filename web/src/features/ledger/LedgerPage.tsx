// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { api } from '@/api/client'
import { q } from '@/api/queries'
import type { Verified } from '@/api/types'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { Reason } from '@/ui/Empty'
import { Icon } from '@/ui/icons'
import { LedgerList, ledgerFilter } from '@/ui/LedgerList'
import { useSearchState } from '@/ui/navigate'
import { Page } from '@/ui/Page'
import { useMay } from '@/ui/session'
import styles from './LedgerPage.module.css'

/** Every act on every record, and the proof that none was altered or taken out. */
export function LedgerPage() {
  const [search, change] = useSearchState()
  const query = useInfiniteQuery(q.ledger(ledgerFilter(search)))
  const permission = useMay('verify-ledger')
  const verify = useMutation({ mutationFn: () => api.verify() })
  return (
    <Page
      fill
      title={t('Ledger')}
      subtitle={t('Who looked, who changed, who received')}
      actions={<Act {...permission} loading={verify.isPending} leftSection={<Icon name="check" size={13} />} onClick={() => verify.mutate()}>{t('Verify')}</Act>}
    >
      <div role="status">{verify.data && <Proof proof={verify.data} />}</div>
      <div className={styles.list}><LedgerList query={query} search={search} change={change} label={t('Ledger')} fetchFile={(columns, format) => api.exportLedger({ ...ledgerFilter(search), columns, format })} /></div>
    </Page>
  )
}

function Proof({ proof }: { proof: Verified }) {
  const counted = t('{entries} entries recomputed, {sealed} sealed in the chain, {checkpoints} signed checkpoints, {unsealed} waiting for the next seal.', { entries: proof.entries, sealed: proof.sealed, checkpoints: proof.checkpoints, unsealed: proof.unsealed })
  if (proof.holds) return <Reason tone="good" title={t('The ledger holds')}>{counted}</Reason>
  return <Reason tone="bad" title={t('The ledger does not hold from entry {entry}', { entry: proof.first_broken ?? '?' })}>{counted} {t('Tell the privacy officer and keep the data directory as it is.')}</Reason>
}
