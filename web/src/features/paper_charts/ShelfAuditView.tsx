// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { ShelfAudit, ShelfFinding } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { EmptyState } from '@/ui/Empty'
import { at } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Facts, Pane } from '@/ui/Page'
import { Tag } from '@/ui/Tag'
import { failed } from '@/ui/toasts'
import styles from './Paper.module.css'

const kindWords = (kind: ShelfFinding['kind']): string =>
  ({ 'out-of-place': t('Stands in the wrong order'), foreign: t('Belongs to another section'), 'stands-here': t('Stands here; the record has it elsewhere'), 'not-seen': t('Not seen; the record has it here'), 'no-volume': t('This label is no volume’s') })[kind]
const proposalWords = (proposal: ShelfFinding['proposal']): string =>
  ({ 'put-right': t('It is put right'), 'record-here': t('Record it here'), hunt: t('It is missing: open the hunt'), 'new-label': t('It has a new label') })[proposal]

const nameOf = (finding: ShelfFinding) => (finding.volume ? `${finding.volume.filed_as}, ${t('vol. {n}', { n: finding.volume.number })}` : finding.barcode || '–')

/** One section: its figures, what was found, and what a person says to each. */
export function ShelfAuditView({ id, onBack }: { id: string; onBack: () => void }) {
  const client = useQueryClient()
  const query = useQuery(q.shelfAudit(id))
  const show = (audit: ShelfAudit) => {
    client.setQueryData(q.shelfAudit(id).queryKey, audit)
    void client.invalidateQueries({ queryKey: ['paper'], refetchType: 'none' })
  }
  const step = async (item: string, event: string) => {
    try {
      await api.act(item, { event })
      await client.invalidateQueries({ queryKey: ['paper'] })
    } catch (error) {
      failed(asProblem(error).message)
    }
  }
  return (
    <div className="stack">
      <p><Button variant="subtle" onClick={onBack}>{t('All sections')}</Button></p>
      <Loaded query={query}>
        {(audit) => (
          <>
            <Pane title={t('Section from {number}', { number: audit.from_number })}>
              <div className="stack">
                <p className="row"><Tag tone={audit.state === 'compared' ? 'warn' : 'info'}>{said(audit.state_title)}</Tag> {audit.room.path}</p>
                <Figures audit={audit} />
                <div className={styles.acts}>
                  {audit.events.filter((one) => one.event !== 'abandon').map((one) => <Button key={one.event} variant="filled" onClick={() => void step(audit.item, one.event)}>{said(one.title)}</Button>)}
                  {(audit.state === 'planned' || audit.state === 'reading') && <AppLink to={paths.counter()}>{t('Read it at the counter')}</AppLink>}
                  <AppLink to={paths.worklist('shelf-audit', { item: audit.item })}>{t('As a worklist')}</AppLink>
                </div>
              </div>
            </Pane>
            {audit.compared_at && <Findings audit={audit} onAnswered={show} />}
          </>
        )}
      </Loaded>
    </div>
  )
}

function Figures({ audit: { figures, volumes, readings, compared_at, begun_at } }: { audit: ShelfAudit }) {
  return (
    <Facts facts={[
      { name: t('Expected'), value: String(figures.expected || volumes) },
      { name: t('Read'), value: String(compared_at ? figures.read : readings) },
      compared_at && { name: t('In order'), value: String(figures.in_order) },
      compared_at && { name: t('Misfiled'), value: String(figures.misfiled) },
      compared_at && { name: t('Stands here; the record has it elsewhere'), value: String(figures.stands_here) },
      compared_at && { name: t('Not seen'), value: String(figures.not_seen) },
      { name: t('Begun'), value: begun_at && at(begun_at) },
    ]} />
  )
}

function Findings({ audit, onAnswered }: { audit: ShelfAudit; onAnswered: (audit: ShelfAudit) => void }) {
  if (!audit.findings.length) return <EmptyState icon="check" title={t('The shelf is in order')} />
  return (
    <Pane title={t('What was found')}>
      <ul className={styles.list} aria-label={t('What was found')}>
        {audit.findings.map((one) => <FoundItem key={one.number} audit={audit} finding={one} onAnswered={onAnswered} />)}
      </ul>
    </Pane>
  )
}

function FoundItem({ audit, finding, onAnswered }: { audit: ShelfAudit; finding: ShelfFinding; onAnswered: (audit: ShelfAudit) => void }) {
  const [busy, setBusy] = useState(false)
  const answer = async (body: { answer: 'confirm' } | { answer: 'dismiss'; reason: string }) => {
    if (busy) return
    setBusy(true)
    try {
      onAnswered(await api.answerShelfFinding(audit.id, { number: finding.number, ...body }))
    } catch (error) {
      failed(asProblem(error).message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <li data-testid="finding" data-kind={finding.kind}>
      <p><strong>{nameOf(finding)}</strong> {kindWords(finding.kind)}{finding.position > 0 && ` (${t('read as number {n}', { n: finding.position })})`}</p>
      {finding.kind === 'out-of-place' && <p>{finding.behind ? t('It belongs behind {number}.', { number: finding.behind.filed_as }) : t('It belongs first.')}</p>}
      {finding.kind === 'stands-here' && <p>{t('By the record: {place}', { place: finding.volume?.place?.path ?? said(finding.volume?.state_title ?? '') })}</p>}
      {finding.kind === 'foreign' && <p>{t('It belongs in {place}', { place: finding.volume?.home?.path ?? '–' })}</p>}
      {finding.state === 'open' ? (
        <div className="row">
          <Button loading={busy} onClick={() => void answer({ answer: 'confirm' })}>{proposalWords(finding.proposal)}</Button>
          <NativeSelect aria-label={t('Dismiss, because')} value="" onChange={(event) => event.currentTarget.value && void answer({ answer: 'dismiss', reason: event.currentTarget.value })}
            data={[{ value: '', label: t('Dismiss, because') }, ...audit.dismissals.map((one) => ({ value: one.code, label: said(one.sentence) }))]} />
        </div>
      ) : (
        <p><Tag tone={finding.state === 'done' ? 'good' : 'plain'}>{finding.state === 'done' ? t('Done') : t('Dismissed')}</Tag> {finding.answered_by?.name} {finding.reason && said(audit.dismissals.find((one) => one.code === finding.reason)?.sentence ?? finding.reason)}</p>
      )}
    </li>
  )
}
