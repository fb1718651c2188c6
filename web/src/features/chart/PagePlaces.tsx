// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { PagePlace } from '@/api/types'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { Dialog } from '@/ui/Dialog'
import { Reason } from '@/ui/Empty'
import { at } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { Said } from '@/ui/Said'
import { useMay } from '@/ui/session'
import { done } from '@/ui/toasts'
import styles from './DocumentReader.module.css'
import { parts } from './places'

interface Props { document: string; version: number; pageNow: () => number; onPage?: (page: number) => void; children?: ReactNode }

/** What people marked on this document, beside its pages, and the way to mark more. */
export function PagePlaces({ document, version, pageNow, onPage, children }: Props) {
  const { data } = useQuery(q.placesOf(document))
  const [marking, setMarking] = useState(false)
  const [retracting, setRetracting] = useState<PagePlace>()
  const files = useMay('file-documents')
  useHotkeys(t('Reader'), [{ keys: 'h', label: t('Mark this page: see here'), run: () => setMarking(true) }])
  const standing = data?.items.filter((one) => !one.retracted_at) ?? []
  const gone = (data?.items.length ?? 0) - standing.length
  return (
    <div className={`${styles.acts} no-print`}>
      <div className="row">{children}<Act size="compact-sm" hint="h" onClick={() => setMarking(true)}>{t('Mark this page…')}</Act></div>
      {standing.length > 0 && (
        <ul className={styles.places} aria-label={t('Marked places')}>
          {standing.map((one) => (
            <li key={one.id} className="row small">
              {onPage ? <button type="button" className={styles.stripSwitch} onClick={() => onPage(one.page)}>{t('Page {n}', { n: one.page })}</button> : <span>{t('Page {n}', { n: one.page })}</span>}
              <strong>{one.comment}</strong>
              <span className="soft">{one.by.name}, {at(one.at)}{one.version !== version && ` · ${t('on version {n}', { n: one.version })}`}</span>
              {(one.is_mine || files.allowed) && <Button size="compact-xs" variant="subtle" onClick={() => setRetracting(one)}>{t('Take it back…')}</Button>}
            </li>
          ))}
        </ul>
      )}
      {gone > 0 && <p className="soft small">{t('{n, plural, one {# mark was taken back} other {# marks were taken back}}', { n: gone })}</p>}
      {marking && <MarkDialog document={document} version={version} page={pageNow()} onClose={() => setMarking(false)} />}
      {retracting && <RetractDialog document={document} place={retracting} onClose={() => setRetracting(undefined)} />}
    </div>
  )
}

function useRefresh(document: string) {
  const client = useQueryClient()
  return () => {
    void client.invalidateQueries({ queryKey: ['document', document, 'places'] })
    void client.invalidateQueries({ queryKey: ['patient'], predicate: ({ queryKey }) => queryKey[2] === 'places' })
  }
}

function MarkDialog({ document, version, page, onClose }: { document: string; version: number; page: number; onClose: () => void }) {
  const refresh = useRefresh(document)
  const [comment, setComment] = useState('')
  const [number, setNumber] = useState<number | string>(page)
  const [part, setPart] = useState('page')
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: () => api.markPlace(document, { version, page: Number(number), comment: comment.trim(), region: parts.find((one) => one.id === part)?.region }),
    onSuccess: () => (refresh(), done(t('Marked.')), onClose()),
  })
  return (
    <Dialog title={t('Mark this page')} onClose={onClose} onSubmit={() => send.mutate()} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={send.isPending}>{t('Mark')}</Button></>}>
      <Textarea data-autofocus label={t('What is to be seen here')} required rows={2} maxLength={2000} value={comment} onChange={(event) => setComment(event.currentTarget.value)} />
      <NumberInput label={t('Page')} min={1} value={number} onChange={setNumber} />
      <NativeSelect label={t('Where on the page')} value={part} onChange={(event) => setPart(event.currentTarget.value)} data={parts.map((one) => ({ value: one.id, label: t(one.title) }))} />
      <p className="soft small">{t('Whoever may read the document sees the mark. It can be taken back, and is never deleted.')}</p>
      <div role="alert">{send.error && <Reason tone="bad"><Said>{asProblem(send.error).message}</Said></Reason>}</div>
    </Dialog>
  )
}

function RetractDialog({ document, place, onClose }: { document: string; place: PagePlace; onClose: () => void }) {
  const refresh = useRefresh(document)
  const [reason, setReason] = useState('')
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: () => api.retractPlace(place.id, { reason: reason.trim() }),
    onSuccess: () => (refresh(), done(t('Taken back.')), onClose()),
  })
  return (
    <Dialog title={t('Take the mark back')} onClose={onClose} onSubmit={() => send.mutate()} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={send.isPending}>{t('Take it back')}</Button></>}>
      <p className="small">“{place.comment}”</p>
      <TextInput data-autofocus label={t('Why')} required value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      <div role="alert">{send.error && <Reason tone="bad"><Said>{asProblem(send.error).message}</Said></Reason>}</div>
    </Dialog>
  )
}
