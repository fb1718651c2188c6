// SPDX-License-Identifier: Apache-2.0
import { useParams } from '@tanstack/react-router'
import { lazy } from 'react'
import { q } from '@/api/queries'
import type { Panels } from '@/features/worklists/panels'
import { WorklistPage } from '@/features/worklists/WorklistPage'
import { t } from '@/i18n'

/** Which department shows what of its own items. A kind without a row here shows its particulars and steps. */
export const panels: Panels = {
  'held-message': {
    component: lazy(async () => ({ default: (await import('@/features/messages/HeldMessagePanel')).HeldMessagePanel })),
    covers: /^(replay|mend|fix|ignore|assign[-_]patient|file)/,
  },
  'loose-document': {
    component: lazy(async () => ({ default: (await import('./LoosePanel')).LoosePanel })),
    covers: /^(file|assign[-_]patient)/,
  },
  identity: {
    component: lazy(async () => ({ default: (await import('@/features/identity/IdentityPanel')).IdentityPanel })),
    covers: /^(merge|withdraw|wait|resume)$/,
    steps: {
      'not-a-match': { keys: 'd', title: t('Not a match'), asks: 'words' },
      'ask-second-opinion': { keys: 'q', title: t('Ask a second opinion'), asks: 'words', onward: true },
      'give-opinion': { keys: 'q', title: t('Give an opinion'), asks: 'needed-words', onward: true },
      defer: { keys: 't', title: t('Defer'), asks: 'day', onward: true },
      return: { keys: 'u', title: t('Take up again') },
      see: { keys: 'e', title: t('Seen'), onward: true },
    },
    title: t('One person or two?'),
    whole: true,
    prefetch: (client, item) => void client.prefetchQuery(q.identityPair(item.id)),
  },
  overlay: {
    component: lazy(async () => ({ default: (await import('@/features/identity/OverlayPanel')).OverlayPanel })),
    covers: /^split$/,
    steps: {
      review: { keys: 'e', title: t('Reviewed'), asks: 'words' },
      finish: { keys: 'f', title: t('Repaired'), asks: 'words' },
      'not-an-overlay': { keys: 'd', title: t('Not an overlay'), asks: 'words' },
    },
    title: t('Two persons in one number'),
    whole: true,
    prefetch: (client, item) => void client.prefetchQuery(q.overlay(item.id)),
  },
  misfile: {
    component: lazy(async () => ({ default: (await import('@/features/chart/MisfilePanel')).MisfilePanel })),
    covers: /^(move|settle)$/,
    steps: {
      confirm: { keys: 'y', title: t('Wrong patient: withhold it'), asks: 'words', onward: true },
      'not-a-misfile': { keys: 'd', title: t('Not a misfile'), asks: 'words' },
    },
    title: t('Misfiled page'),
    whole: true,
    prefetch: (client, item) => void client.prefetchQuery(q.misfile(item.id)),
  },
  'physician-query': {
    component: lazy(async () => ({ default: (await import('@/features/physician_queries/QueryPanel')).QueryPanel })),
    covers: /^(send|delete|answer|reassign|deactivate|complete)$/,
    title: t('Question to a physician'),
    whole: true,
    prefetch: (client, item) => void client.prefetchQuery(q.queryOfItem(item.id)),
  },
  'document-correction': {
    component: lazy(async () => ({ default: (await import('@/features/signatures/CorrectionPanel')).CorrectionPanel })),
    covers: /^(return|approve|ask-again|withdraw)$/,
    steps: { begin: { keys: 'b', title: t('Begin to write it anew'), onward: true } },
    title: t('Correction of a document'),
    whole: true,
  },
  coding: {
    component: lazy(async () => ({ default: (await import('@/features/coding_desk/CodingPanel')).CodingPanel })),
    covers: /^(become-ready|fall-back|begin|begin-anyway|stands|put-aside|go-on|finish|finish-for-review|review|finalise|reopen|agree|give-back|came-late|discharge-undone|stay-goes-on|left-again|cancel)$/,
    title: t('A stay to code'),
  },
  'data-entry': {
    component: lazy(async () => ({ default: (await import('@/features/data_entry/EntryPanel')).EntryPanel })),
    covers: /^(capture|validate|ask-second|enter-second|verify|post|return|not-needed|source-gone|source-moved)$/,
    title: t('Data entry'),
    prefetch: (client, item) => void client.prefetchQuery(q.entryOfItem(item.id, item.version)),
  },
  'data-entry-source': {
    component: lazy(async () => ({ default: (await import('@/features/data_entry/EntryPanel')).EntryPanel })),
    covers: /^retract$/,
    steps: { keep: { keys: 'y', title: t('The values stand'), asks: 'words' } },
    title: t('Data entry'),
  },
  'amendment-request': {
    component: lazy(async () => ({ default: (await import('@/features/amendment_requests/AmendmentPanel')).AmendmentPanel })),
    covers: /^(acknowledge|extend|accept|deny|inform|disagree|rebut|close)$/,
    steps: { withdraw: { keys: 'x', title: t('Taken back…') } },
    title: t('Request to amend the record'),
    whole: true,
    prefetch: (client, item) => void client.prefetchQuery(q.amendmentOfItem(item.id)),
  },
  'record-warning': {
    component: lazy(async () => ({ default: (await import('@/features/record_quality/WarningPanel')).WarningPanel })),
    covers: /^settle$/,
    steps: { right: { keys: 'y', title: t('It is so') }, 'not-so': { keys: 'd', title: t('It is not so') } },
    title: t('Warning about a document'),
    whole: true,
    prefetch: (client, item) => void client.prefetchQuery(q.warningOfItem(item.id)),
  },
  'document-review': {
    component: lazy(async () => ({ default: (await import('@/features/distribution/ReviewPanel')).ReviewPanel })),
    covers: /^(open|approve|request-corrections|not-mine|reassign|new-version|supersede)$/,
    title: t('Report to review'),
    whole: true,
    prefetch: (client, item) => void client.prefetchQuery(q.copyOfItem(item.id)),
  },
  'failed-copy': {
    component: lazy(async () => ({ default: (await import('@/features/distribution/CopyPanel')).CopyPanel })),
    covers: /^(send-again|give-up|cause-gone|name-way)$/,
    title: t('Copy that was not sent'),
  },
  'copy-recall': {
    component: lazy(async () => ({ default: (await import('@/features/distribution/CopyPanel')).CopyPanel })),
    covers: /^(destroyed|returned|not-found)$/,
    title: t('Copy that is asked back'),
  },
  'chart-completeness': {
    component: lazy(async () => ({ default: (await import('@/features/chart/CompletenessPanel')).CompletenessPanel })),
    covers: /^(discharge|assemble|analyze|find-missing|find-whole|return|cancel)$/,
    steps: {
      lock: { keys: 'l', title: t('Lock the file') },
      'lock-incomplete': { keys: 'i', title: t('Lock it as it is…'), asks: 'words' },
      'look-through': { keys: 'e', title: t('Looked through'), onward: true },
    },
    title: t('The file of an encounter'),
    prefetch: (client, item) => void client.prefetchQuery(q.completenessOf(typeof item.detail.encounter === 'string' ? item.detail.encounter : item.subject.id, item.version)),
  },
  deficiency: {
    component: lazy(async () => ({ default: (await import('@/features/chart_completion/DeficiencyPanel')).DeficiencyPanel })),
    covers: /^(assign-physician|begin|fall-back|complete|cause-gone|decline|reassign|take-back|waive)$/,
    title: t('Deficiency'),
  },
  'held-imaging-object': {
    component: lazy(async () => ({ default: (await import('@/features/chart/HeldImagingPanel')).HeldImagingPanel })),
    covers: /^assign-patient$/,
    steps: { refuse: { keys: 'd', title: t('Refuse the objects'), asks: 'words' } },
    title: t('Held study'),
    whole: true,
    prefetch: (client, item) => void client.prefetchQuery(q.heldImaging(item.id)),
  },
  'scan-batch': {
    component: lazy(async () => ({ default: (await import('@/features/imaging/ScanBatchPanel')).ScanBatchPanel })),
    covers: /^(feed|stop|commit|pass-qa2)$/,
    title: t('Batch of paper'),
    prefetch: (client, item) => void client.prefetchQuery(q.scanBatch(item.subject.id)),
  },
  'missing-volume': {
    component: lazy(async () => ({ default: (await import('@/features/paper_charts/HuntPanel')).HuntPanel })),
    covers: /^(found|found-later)$/,
    title: t('Missing volume'),
  },
  'shelf-audit': {
    component: lazy(async () => ({ default: (await import('@/features/paper_charts/ShelfAuditPanel')).ShelfAuditPanel })),
    covers: /^(begin|compare|close)$/,
    title: t('Shelf reading'),
  },
  'loose-report': {
    component: lazy(async () => ({ default: (await import('@/features/floor/LooseReportPanel')).LooseReportPanel })),
    covers: /^(file|take-back|withdraw)$/,
    title: t('Loose report'),
  },
  'floor-delivery': {
    component: lazy(async () => ({ default: (await import('@/features/floor/WardCopyPanel')).WardCopyPanel })),
    covers: /^(take|receive|file|re-route|forward|stay|discharge|recall|bring-back)$/,
    title: t('Ward copy'),
  },
  'stat-call': {
    component: lazy(async () => ({ default: (await import('@/features/floor/StatCallPanel')).StatCallPanel })),
    covers: /^(call|confirm|withdraw)$/,
    title: t('STAT result by telephone'),
    prefetch: (client, item) => void client.prefetchQuery(q.callOfItem(item.id, item.version)),
  },
  'shift-hand-off': {
    component: lazy(async () => ({ default: (await import('@/features/shift_desk/HandOffPanel')).HandOffPanel })),
    covers: /^(sign|take-without)$/,
    steps: { accept: { keys: 'y', title: t('Accept it') } },
    title: t('Hand-off'),
  },
  'lone-worker': {
    component: lazy(async () => ({ default: (await import('@/features/shift_desk/LoneWorkerPanel')).LoneWorkerPanel })),
    covers: /^check-in$/,
    steps: { reach: { keys: 'e', title: t('Reached and well') }, 'send-help': { keys: 'h', title: t('Help was sent'), onward: true } },
    title: t('No sign of life'),
  },
  'glass-review': {
    component: lazy(async () => ({ default: (await import('@/features/people/GlassPanel')).GlassPanel })),
    covers: /^(review)/,
  },
}

export function WorklistRoute() {
  const { kind = '' } = useParams({ strict: false }) as { kind?: string }
  return <WorklistPage key={kind} kind={kind} panels={panels} />
}
