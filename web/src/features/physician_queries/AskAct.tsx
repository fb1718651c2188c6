// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { Dialog } from '@/ui/Dialog'
import { useHotkeys } from '@/ui/hotkeys'
import type { ReaderAct } from '@/ui/reader_acts'
import { useMay } from '@/ui/session'
import type { Quote } from './words'

const AskDialog = lazy(async () => ({ default: (await import('./AskDialog')).AskDialog }))

/** In a reader: what is marked becomes a quote of a question, a new one or one that waits to be sent. */
export function AskAct({ document, patient, pageNow }: ReaderAct) {
  const asks = useMay('ask-physicians')
  const [quote, setQuote] = useState<Quote>()
  const begin = () => setQuote({
    document: document.resource ?? { type: 'DocumentReference', id: document.id }, title: document.title, page: pageNow(), says_earlier: false,
    quote: window.getSelection()?.toString().replace(/\s+/g, ' ').trim() ?? '',
  })
  const may = asks.allowed && !!document.encounter
  useHotkeys(t('Reader'), may ? [{ keys: 'shift+q', label: t('Ask the physician about what is marked'), run: begin }] : [])
  if (!may || !document.encounter) return null
  return (
    <>
      <Act size="compact-sm" hint="Shift+Q" onClick={begin}>{t('Ask the physician…')}</Act>
      {quote && <Suspense><Which patient={patient} encounter={document.encounter} quote={quote} onClose={() => setQuote(undefined)} /></Suspense>}
    </>
  )
}

/** Where questions about this stay wait to be sent, the quote may go to one of them. */
function Which({ patient, encounter, quote, onClose }: { patient: string; encounter: string; quote: Quote; onClose: () => void }) {
  const { data } = useQuery(q.queriesOf(patient))
  const [chosen, setChosen] = useState<string>()
  const [picked, setPicked] = useState('')
  if (!data) return null
  const waiting = data.items.filter((one) => one.state === 'pending' && one.encounter === encounter)
  if (waiting.length === 0 || chosen !== undefined) return <AskDialog patient={patient} encounter={encounter} quote={quote.quote ? quote : undefined} begun={waiting.find((one) => one.id === chosen)} onClose={onClose} />
  return (
    <Dialog title={t('Ask the physician')} onClose={onClose} onSubmit={() => setChosen(picked)} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled">{t('Go on')}</Button></>}>
      <NativeSelect data-autofocus label={t('Which question')} value={picked} onChange={(event) => setPicked(event.currentTarget.value)} data={[{ value: '', label: t('A new one') }, ...waiting.map((one) => ({ value: one.id, label: one.title || t('Without a title') }))]} />
    </Dialog>
  )
}
