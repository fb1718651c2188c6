// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { CounterReply, CounterScan } from '@/api/types'
import { t } from '@/i18n'
import { words } from '@/ui/format'
import { failed } from '@/ui/toasts'
import styles from './Counter.module.css'

const yesWords = (what: string): string => {
  if (what === 'volume-is-out') return t('Yes, it is handed on from there')
  if (what === 'asked-for-elsewhere') return t('Yes, lend it all the same')
  if (what === 'device-clock') return t('Yes, take the time of the house')
  if (what === 'recorded-later') return t('Yes, record it now all the same')
  return t('Yes, I have it here')
}

/** What the house asks about a scan, and the ways to answer: affirm, say what is missing, or drop it. */
export function Question({ scan, onAnswered, onDrop, isFirst }: { scan: CounterScan; onAnswered: (scan: CounterScan) => void; onDrop: () => void; isFirst?: boolean }) {
  const [busy, setBusy] = useState(false)
  const reply = async (body: CounterReply) => {
    if (busy) return
    setBusy(true)
    try {
      onAnswered(await api.replyToCounterScan(scan.id, body))
    } catch (error) {
      failed(asProblem(error).message)
    } finally {
      setBusy(false)
    }
  }
  const asked = scan.asks?.startsWith('confirm:') ? scan.asks.slice('confirm:'.length) : undefined
  return (
    <div className={styles.question}>
      {asked && <Button size="lg" variant="filled" loading={busy} data-answer={isFirst || undefined} onClick={() => void reply({ confirmed: [asked] })}>{yesWords(asked)}</Button>}
      {scan.asks === 'purpose' && <Purpose onPurpose={(purpose) => void reply({ purpose })} />}
      {scan.asks === 'to_barcode' && <Borrower onBarcode={(to_barcode) => void reply({ to_barcode })} />}
      {!asked && scan.asks !== 'purpose' && scan.asks !== 'to_barcode' && <Button size="lg" loading={busy} onClick={() => void reply({})}>{t('Try it again')}</Button>}
      <Button size="lg" onClick={onDrop}>{t('Drop the scan…')}</Button>
    </div>
  )
}

function Purpose({ onPurpose }: { onPurpose: (purpose: string) => void }) {
  const { data } = useQuery(q.paperTerms())
  return <NativeSelect size="lg" label={t('For what purpose')} value="" onChange={(event) => onPurpose(event.currentTarget.value)} data={[{ value: '', label: t('Choose…') }, ...(data?.purposes ?? []).map((one) => ({ value: one, label: words(one) }))]} />
}

function Borrower({ onBarcode }: { onBarcode: (barcode: string) => void }) {
  const [text, setText] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim()) onBarcode(text.trim())
  }
  return <form onSubmit={submit}><TextInput size="lg" label={t('Barcode of who takes it')} value={text} onChange={(event) => setText(event.currentTarget.value)} autoComplete="off" /></form>
}
