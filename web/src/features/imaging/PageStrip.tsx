// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState, type DragEvent, type KeyboardEvent } from 'react'
import { api } from '@/api/client'
import type { ScanDocumentRow, ScanPage } from '@/api/types'
import { t } from '@/i18n'
import { day } from '@/ui/format'
import type { IconName } from '@/ui/icons'
import { Said } from '@/ui/Said'
import { scrollWithin } from '@/ui/scroll'
import { Tag, type Tone } from '@/ui/Tag'
import { roleFaces, roleNames, type StripRow } from './batch'
import styles from './PageStrip.module.css'

interface Props { rows: readonly StripRow[]; page?: string; onPage: (id: string) => void; onEnter: () => void; asked: ReadonlySet<string>; /** A page was dragged onto another, or onto the heading of a document; without it nothing is dragged. */ onPut?: (page: string, on: Target) => void }
interface Target { page?: string; document?: string }
/** What a place of the strip does with a page that is dragged over it. */
type Drop = (on: Target) => { 'data-over'?: true; onDragOver?: (event: DragEvent) => void; onDrop?: (event: DragEvent) => void }

const documentFaces: Record<ScanDocumentRow['state'], [Tone, IconName, string]> = {
  open: ['plain', 'clock', t('Not indexed')], indexed: ['info', 'check', t('Indexed')], checked: ['good', 'check', t('Looked at twice')], wrong: ['bad', 'warning', t('Wrong index')], committed: ['good', 'document', t('In the chart')],
}

/** The pages in small, grouped into documents, separators between: one tab stop, arrows move, Enter goes to the index. Pages are dragged to where they belong. */
export function PageStrip({ rows, page, onPage, onEnter, asked, onPut }: Props) {
  const strip = useRef<HTMLElement>(null)
  const had = useRef(false)
  const order = rows.flatMap((row) => (row.kind === 'page' ? [row.page.id] : []))
  useEffect(() => {
    const here = strip.current?.querySelector<HTMLElement>('[aria-current]')
    scrollWithin(strip.current, here, 'nearest')
    // A page that went elsewhere in the strip takes the cursor with it.
    if (had.current && document.activeElement === document.body) here?.focus({ preventScroll: true })
  })
  const [dragged, setDragged] = useState<string>()
  const [over, setOver] = useState<string>()
  const end = () => (setDragged(undefined), setOver(undefined))
  const drop: Drop = (on) => {
    if (!dragged || !onPut) return {}
    const name = on.page ?? on.document
    return {
      'data-over': over === name || undefined,
      onDragOver: (event) => (event.preventDefault(), setOver(name)),
      onDrop: (event) => (event.preventDefault(), onPut(dragged, on), end()),
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const at = order.indexOf(page ?? '')
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: order.length - 1 }[event.key]
    if (event.key === 'Enter') return (event.preventDefault(), onEnter())
    const next = to === undefined ? undefined : order[to]
    if (next === undefined) return
    event.preventDefault()
    onPage(next)
    strip.current?.querySelector<HTMLElement>(`[data-page="${next}"]`)?.focus({ preventScroll: true })
  }
  return (
    <nav ref={strip} id="scan-strip" className={styles.strip} aria-label={t('Pages of the batch')} onKeyDown={onKeyDown} onFocus={() => (had.current = true)} onBlur={(event) => event.relatedTarget && (had.current = false)}>
      {rows.map((row) =>
        row.kind === 'document' ? (
          <DocumentHead key={`d${row.document.id}`} document={row.document} drop={drop} />
        ) : (
          <Thumbnail key={row.page.id} page={row.page} document={row.document} isHere={row.page.id === page} isAsked={asked.has(row.page.id)} onPage={onPage} drop={drop} onDrag={onPut && (() => setDragged(row.page.id))} onDragEnd={end} />
        ),
      )}
    </nav>
  )
}

function DocumentHead({ document, drop }: { document: ScanDocumentRow; drop: Drop }) {
  const [tone, icon, word] = documentFaces[document.state]
  const about = [document.type?.display, document.patient?.name, day(document.service_date)].filter(Boolean).join(' · ')
  return (
    <h2 className={styles.head} {...drop({ document: document.id })}>
      <span className="row">{t('Document {n}', { n: document.place })} <Tag tone={tone} icon={icon}>{word}</Tag>{document.sampled && document.state === 'indexed' && <Tag tone="warn" icon="glass">{t('Second look')}</Tag>}</span>
      {about && <span className={styles.about}><Said>{about}</Said></span>}
    </h2>
  )
}

function Thumbnail({ page, document, isHere, isAsked, onPage, drop, onDrag, onDragEnd }: { page: ScanPage; document?: ScanDocumentRow; isHere: boolean; isAsked: boolean; onPage: (id: string) => void; drop: Drop; onDrag?: () => void; onDragEnd: () => void }) {
  const aside = page.role === 'page' ? undefined : roleFaces[page.role]
  const name = [t('Page {n}', { n: page.number }), document && t('Document {n}', { n: document.place }), aside && t(roleNames[page.role]), page.problem && t('not readable'), isAsked && t('a question is open')].filter(Boolean).join(', ')
  return (
    <button type="button" data-page={page.id} data-role={page.role} className={styles.page} tabIndex={isHere ? 0 : -1} aria-current={isHere ? 'page' : undefined} aria-label={name} onClick={() => onPage(page.id)} draggable={!!onDrag} onDragStart={(event) => (event.dataTransfer.setData('text/plain', String(page.number)), onPage(page.id), onDrag?.())} onDragEnd={onDragEnd} {...(document ? drop({ page: page.id }) : {})}>
      <img className={styles.small} src={api.scanThumbnailUrl(page.id)} alt="" loading="lazy" draggable={false} style={page.turned ? { transform: `rotate(${page.turned}deg)` } : undefined} />
      <span className={styles.number} aria-hidden="true">{page.number}</span>
      <span className={styles.signs} aria-hidden="true">
        {aside && <Tag tone={aside[0]} icon={aside[1]}>{t(roleNames[page.role])}</Tag>}
        {page.problem && <Tag tone="bad" icon="warning">{t('not readable')}</Tag>}
        {isAsked && <Tag tone="bad" icon="stop">{t('Question')}</Tag>}
      </span>
    </button>
  )
}
