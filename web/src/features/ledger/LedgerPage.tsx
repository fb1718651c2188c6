// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { api } from '@/api/client'
import { q } from '@/api/queries'
import type { Verified } from '@/api/types'
import { Act } from '@/ui/Act'
import { Reason } from '@/ui/Empty'
import { count } from '@/ui/format'
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
      title="Ledger"
      subtitle="Who looked, who changed, who received"
      actions={<Act {...permission} loading={verify.isPending} leftSection={<Icon name="check" size={13} />} onClick={() => verify.mutate()}>Verify</Act>}
    >
      <div role="status">{verify.data && <Proof proof={verify.data} />}</div>
      <div className={styles.list}><LedgerList query={query} search={search} change={change} label="Ledger" fetchFile={(columns) => api.exportLedger({ ...ledgerFilter(search), columns })} /></div>
    </Page>
  )
}

function Proof({ proof }: { proof: Verified }) {
  const counted = `${count(proof.entries)} entries recomputed, ${count(proof.sealed)} sealed in the chain, ${count(proof.checkpoints)} signed checkpoints, ${count(proof.unsealed)} waiting for the next seal.`
  if (proof.holds) return <Reason tone="good" title="The ledger holds">{counted}</Reason>
  return <Reason tone="bad" title={`The ledger does not hold from entry ${proof.first_broken ?? 'unknown'}`}>{counted} Tell the privacy officer and keep the data directory as it is.</Reason>
}
