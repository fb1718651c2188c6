// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import { q } from '@/api/queries'
import type { ScanBatch, ScanDocument, ScanEdit } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { EmptyState, Reason } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import { AppLink, useSearchState } from '@/ui/navigate'
import { Page } from '@/ui/Page'
import { Said } from '@/ui/Said'
import { done } from '@/ui/toasts'
import { Balance } from './Balance'
import { documentOf, mayBeEdited, nextOpen, pagesOf, putDown, stepped, stripOf } from './batch'
import styles from './BatchPage.module.css'
import { BatchSteps } from './BatchSteps'
import { DocumentSide } from './DocumentSide'
import { CountPane, FeedPane } from './FeedPane'
import { PageStrip } from './PageStrip'
import { PageView, type Mark } from './PageView'
import { Questions } from './Questions'
import { Reading } from './Reading'
import { RejectDialog } from './RejectDialog'
import { StateTag } from './StateTag'
import { useBatch } from './useBatch'

export function BatchPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const query = useQuery(q.scanBatch(id))
  return <Loaded query={query}>{(batch) => <Batch key={batch.id} batch={batch} />}</Loaded>
}

const focusPage = () => requestAnimationFrame(() => document.querySelector<HTMLElement>('#scan-strip [aria-current]')?.focus({ preventScroll: true }))
const focusIndex = () => {
  const form = document.querySelector<HTMLElement>('#scan-index')
  const field = form?.querySelector<HTMLElement>('[name=confirmed], [role=combobox], input')
  field?.focus()
}

/** One batch: its pages in small, one of them large, and beside it what is asked: a question, an index, a second look. */
function Batch({ batch }: { batch: ScanBatch }) {
  const client = useQueryClient()
  const [search, change, now] = useSearchState()
  const acts = useBatch(batch)
  const [rejecting, setRejecting] = useState(false)
  const [about, setAbout] = useState<{ document: string; patient?: string }>()
  const rows = useMemo(() => stripOf(batch), [batch])
  const pages = useMemo(() => pagesOf(rows), [rows])
  const asked = useMemo(() => new Set(batch.questions.flatMap((one) => (one.page && !one.answer ? [one.page] : []))), [batch.questions])
  const page = pages.find((one) => one.id === search.page) ?? pages[0]
  const row = documentOf(batch, page?.id)
  const patient = about && about.document === row?.id ? about.patient : undefined
  const known = useQuery({ ...q.scanDocument(row?.id ?? '', patient, batch.version), enabled: !!row && batch.state === 'separated' }).data
  const select = (id: string | undefined) => id && change({ page: id })
  const arrived = useRef(false)
  useEffect(() => {
    if (arrived.current || !pages.length) return
    arrived.current = true
    if (document.activeElement === document.body) focusPage()
  }, [pages.length])

  const editable = mayBeEdited(batch.state) ? { allowed: true } : { allowed: false, why: t('Pages are arranged while the batch is stopped or separated.') }
  const edit = (one: Omit<ScanEdit, 'page'>) => {
    if (!editable.allowed || !page || acts.isBusy) return
    const target = one.kind === 'join' ? { ...one, document: row?.id } : { ...one, page: page.id }
    if (one.kind === 'join' && !row) return
    void acts.edit(target)
  }
  const step = (by: number) => () => {
    const at = pages.findIndex((one) => one.id === (now().page ?? pages[0]?.id))
    select(pages[Math.max(0, Math.min(pages.length - 1, at + by))]?.id)
    focusPage()
  }
  const toOpen = () => {
    const next = nextOpen(batch.documents, row?.id ?? '')
    select(next?.pages[0])
    focusPage()
  }
  const move = (to: ScanEdit | undefined) => to && editable.allowed && !acts.isBusy && void acts.edit(to)
  const [up, down] = page ? [stepped(batch, page.id, -1), stepped(batch, page.id, 1)] : []
  const canGo = (to: ScanEdit | undefined, why: string) => (!editable.allowed || to ? editable : { allowed: false, why })
  const reject = () => editable.allowed && page && setRejecting(true)
  const ready = !acts.isBusy // a key pressed while the last arrangement is on its way is kept for after it
  useHotkeys(t('Pages of the batch'), [
    { keys: 'j', label: t('Next page'), run: step(1) },
    { keys: 'k', label: t('Previous page'), run: step(-1) },
    { keys: 'n', label: t('Next document to index'), run: toOpen },
    { keys: 'i', label: t('To the index (Enter on a page)'), run: focusIndex },
    { keys: 's', ready, label: t('A document begins here'), run: () => edit({ kind: 'split' }) },
    { keys: 'u', ready, label: t('Join with the document before'), run: () => edit({ kind: 'join' }) },
    { keys: 'shift+k', ready, label: t('Move the page up'), run: () => move(up) },
    { keys: 'shift+j', ready, label: t('Move the page down'), run: () => move(down) },
    { keys: 'r', ready, label: t('Turn the page'), run: () => edit({ kind: 'rotate', degrees: 90 }) },
    { keys: 'x', ready, label: t('Leave the page out'), run: reject },
    { keys: 'b', ready, label: t('Declared blank'), run: () => edit({ kind: 'blank' }) },
    { keys: 'e', ready, label: t('It is a separator'), run: () => edit({ kind: 'separator' }) },
    { keys: 'z', ready, label: t('Take the last arrangement back'), run: () => void acts.undo?.() },
  ])
  const indexed = (document: ScanDocument) => {
    done(t('Indexed.'))
    void client.invalidateQueries({ queryKey: ['scan', batch.id] })
    const next = nextOpen(batch.documents, document.id)
    if (next) select(next.pages[0])
    setTimeout(() => focusPage()) // the form goes away under the cursor
  }
  const marks: Mark[] = page && known ? marksOf(known, page.id) : []
  const canJoin = !editable.allowed ? editable : !row || row.place === 1 ? { allowed: false, why: t('No document stands before it.') } : editable
  return (
    <Page
      fill
      keepFocus
      title={batch.title || t('Batch without a title')}
      subtitle={<span className="row"><AppLink to={paths.scanning()}>{t('Scanning desk')}</AppLink><StateTag batch={batch} />{batch.operator && t('prepared by {name}', { name: batch.operator.name })}{batch.device && ` · ${batch.device}`}</span>}
      actions={<BatchSteps batch={batch} acts={acts} />}
    >
      <Balance balance={batch.balance} />
      <Reading reading={batch.reading} />
      {acts.problem && <div role="alert" className={styles.problem}><Reason tone="bad"><Said>{acts.problem.message}</Said></Reason><Button size="compact-xs" variant="subtle" onClick={() => (acts.clear(), focusPage())}>{t('Dismiss')}</Button></div>}
      {batch.sampling && <p className="soft small">{t('Second look at {percent} % of the documents: {checked} of {chosen} looked at.', { percent: batch.sampling.percent, checked: batch.sampling.checked, chosen: batch.sampling.chosen })} <Said>{batch.sampling.why}</Said></p>}
      <div className={styles.split}>
        {page ? (
          <>
            <PageStrip rows={rows} page={page.id} onPage={select} onEnter={focusIndex} asked={asked} onPut={editable.allowed ? (moved, on) => move(putDown(batch, moved, on)) : undefined} />
            <PageView page={page} marks={marks}>
              <div className="row" role="group" aria-label={t('Acts on the page')}>
                <Act size="compact-sm" hint="s" {...editable} onClick={() => edit({ kind: 'split' })}>{t('Split here')}</Act>
                <Act size="compact-sm" hint="u" {...canJoin} onClick={() => edit({ kind: 'join' })}>{t('Join')}</Act>
                <Act size="compact-sm" hint="shift+k" {...canGo(up, t('It is the first page of all.'))} onClick={() => move(up)}>{t('Up')}</Act>
                <Act size="compact-sm" hint="shift+j" {...canGo(down, t('It is the last page of all.'))} onClick={() => move(down)}>{t('Down')}</Act>
                <Act size="compact-sm" hint="r" {...editable} onClick={() => edit({ kind: 'rotate', degrees: 90 })}>{t('Turn')}</Act>
                <Act size="compact-sm" hint="b" {...editable} onClick={() => edit({ kind: 'blank' })}>{t('Blank')}</Act>
                <Act size="compact-sm" hint="e" {...editable} onClick={() => edit({ kind: 'separator' })}>{t('Separator')}</Act>
                <Act size="compact-sm" hint="x" {...editable} onClick={reject}>{t('Leave out…')}</Act>
                <Act size="compact-sm" hint="z" allowed={!!acts.undo} why={t('Nothing was arranged since this page was opened.')} onClick={() => void acts.undo?.()}>{t('Undo')}</Act>
              </div>
            </PageView>
          </>
        ) : (
          <div className={styles.none}><EmptyState icon="pages" title={t('No pages yet')}>{t('They appear here while the files are read.')}</EmptyState></div>
        )}
        <aside className={styles.side} aria-label={t('What is asked')}>
          {batch.state === 'prepped' && <FeedPane batch={batch} acts={acts} />}
          {batch.sheets === undefined && batch.state !== 'withdrawn' && <CountPane batch={batch} acts={acts} />}
          <Questions batch={batch} acts={acts} page={page?.id} onPage={(id) => (select(id), focusPage())} />
          {row ? (
            <DocumentSide key={row.id} row={row} batch={batch} acts={acts} about={patient} onPatient={(id) => setAbout({ document: row.id, patient: id })} onPage={select} onIndexed={indexed} />
          ) : (
            page && <p className="soft small">{t('This page stands in no document. Press s to begin one with it.')}</p>
          )}
        </aside>
      </div>
      {rejecting && page && <RejectDialog page={page.number} onClose={() => setRejecting(false)} onReject={(reason) => (setRejecting(false), edit({ kind: 'reject', reason }))} />}
    </Page>
  )
}

/** What on this page speaks for the index, and what against it. */
function marksOf(document: ScanDocument, page: string): Mark[] {
  const { patients, types, service_dates, authors } = document.suggestions
  const spoken = [...patients.slice(0, 1), ...types.slice(0, 1), ...service_dates.slice(0, 1), ...authors.slice(0, 1)].flatMap((one) => one.evidence)
  return [
    ...spoken.flatMap((one) => (one.page === page && one.box ? [{ box: one.box, tone: 'good' as const, says: one.says }] : [])),
    ...document.contradiction_list.flatMap((one) => (one.page === page && one.box ? [{ box: one.box, tone: 'bad' as const, says: one.says }] : [])),
  ]
}
