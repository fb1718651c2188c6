// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { q } from '@/api/queries'
import type { DowntimeEvent, DowntimeForm } from '@/api/types'
import { said, t } from '@/i18n'
import { Reason } from '@/ui/Empty'
import { at, words } from '@/ui/format'
import { handOver } from '@/ui/hand_over'
import { Loaded } from '@/ui/Loaded'
import { Facts, Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import { MovementFields, movementOf, nothingNoted } from './Movement'
import { Refused } from './Refused'
import { useAct } from './useAct'
import styles from './Downtime.module.css'

/** Runs of forms of which nothing was said: printed, or said to be blank, at once. */
const stillOut = (forms: DowntimeForm[]) => forms.filter((one) => one.state === 'out').map((one) => one.number)

function Issue({ event, kinds }: { event: DowntimeEvent; kinds: string[] }) {
  const [kind, setKind] = useState('requisition')
  const [number, setNumber] = useState('20')
  const { run, busy, problem } = useAct()
  const out = stillOut(event.forms)
  const range = { from: out[0] ?? 0, until: out[out.length - 1] ?? 0 }
  return (
    <Pane title={t('Numbered forms')}>
      <form className={styles.line} onSubmit={(submitted) => { submitted.preventDefault(); void run(() => api.issueForms(event.id, { kind, count: Number(number) })) }}>
        <NativeSelect label={t('Form')} value={kind} onChange={(changed) => setKind(changed.currentTarget.value)} data={kinds.map((one) => ({ value: one, label: words(one) }))} />
        <TextInput label={t('How many')} inputMode="numeric" value={number} onChange={(changed) => setNumber(changed.currentTarget.value)} />
        <Button type="submit" loading={busy}>{t('Give out')}</Button>
        {out.length > 0 && <Button onClick={() => void run(async () => handOver(await api.printForms(event.id, range)))}>{t('Print the blank ones')}</Button>}
        {out.length > 0 && <Button onClick={() => void run(() => api.unusedForms(event.id, range))}>{t('The rest came back blank')}</Button>}
      </form>
      <Refused problem={problem} />
    </Pane>
  )
}

/** By its barcode, or the number that was typed: "DF 12", "12". */
const formOf = (forms: DowntimeForm[], typed: string) => {
  const text = typed.toUpperCase().replace(/[\s-]/g, '')
  return forms.find((one) => one.barcode === text || String(one.number) === text.replace(/^DF0*/, '').replace(/^0+/, ''))
}

function Account() {
  const [number, setNumber] = useState('')
  const [state, setState] = useState('used')
  const [reason, setReason] = useState('')
  const [noted, setNoted] = useState(nothingNoted)
  const [asked, setAsked] = useState<DowntimeForm>()
  const [affirmed, setAffirmed] = useState<string[]>([])
  const { run, busy, problem } = useAct()
  const enter = (confirmed: string[]) => run(async () => {
    const movement = state === 'used' ? await movementOf(noted, confirmed) : undefined
    const event = await api.accountForm({ number, state, reason, ...(movement && { movement }) })
    // What contradicts the record keeps the form here until it is answered.
    const entered = formOf(event.forms, number)
    if (movement && entered?.outcome === 'conflict') {
      setAffirmed(confirmed)
      return setAsked(entered)
    }
    setAsked(undefined)
    setAffirmed([])
    setNumber('')
    setReason('')
    setNoted(nothingNoted)
  })
  const affirms = asked?.asks?.startsWith('confirm:') ? asked.asks.slice('confirm:'.length) : undefined
  return (
    <Pane title={t('Enter a form by its number')}>
      <form className={styles.line} onSubmit={(event) => { event.preventDefault(); void enter([]) }}>
        <TextInput label={t('Number or barcode')} autoComplete="off" value={number} onChange={(event) => setNumber(event.currentTarget.value)} />
        <NativeSelect label={t('What became of it')} value={state} onChange={(event) => setState(event.currentTarget.value)} data={['used', 'spoiled', 'unused'].map((one) => ({ value: one, label: words(one) }))} />
        <TextInput label={t('Reason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        {state === 'used' && <MovementFields noted={noted} onNoted={setNoted} />}
        <Button type="submit" loading={busy}>{t('Enter')}</Button>
      </form>
      {asked && (
        <div role="alert"><Reason tone="warn" title={t('The record says something else')}>
          <Said>{said(asked.says ?? '')}</Said> {affirms && <Button size="compact-sm" loading={busy} onClick={() => void enter([...affirmed, affirms])}>{t('It is so: go on')}</Button>}
        </Reason></div>
      )}
      <Refused problem={problem} />
    </Pane>
  )
}

/** One time without the server: every form of it, and what became of each. */
export function EventForms({ id, kinds, back }: { id: string; kinds: string[]; back: () => void }) {
  const query = useQuery(q.downtimeEvent(id))
  const { run, busy, problem } = useAct()
  return (
    <Loaded query={query}>
      {(event) => (
        <div className="stack">
          <div className={styles.line}>
            <Button onClick={back}>{t('All downtimes')}</Button>
            {event.state === 'running' && <Button loading={busy} onClick={() => void run(() => api.actOnDowntime(id, 'end'))}>{t('The server is back')}</Button>}
            {event.state === 'ended' && <Button loading={busy} onClick={() => void run(() => api.actOnDowntime(id, 'close'))}>{t('Close it: every form is accounted for')}</Button>}
          </div>
          <Refused problem={problem} />
          <Pane title={event.what}>
            <Facts facts={[
              { name: t('Began'), value: at(event.began_at) },
              { name: t('Ended'), value: event.ended_at ? at(event.ended_at) : t('not yet') },
              { name: t('Not accounted for'), value: String(event.out) },
              { name: t('Used'), value: String(event.used) },
              { name: t('Spoiled'), value: String(event.spoiled) },
              { name: t('Blank'), value: String(event.unused) },
              { name: t('Conflicts'), value: String(event.conflicts) },
            ]} />
          </Pane>
          {event.state !== 'closed' && <Issue event={event} kinds={kinds} />}
          {event.state !== 'closed' && event.forms.length > 0 && <Account />}
          {event.forms.length > 0 && (
            <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('Forms')}>
              <table className={styles.table}>
                <thead><tr><th scope="col">{t('Number')}</th><th scope="col">{t('Form')}</th><th scope="col">{t('What became of it')}</th><th scope="col">{t('Reason')}</th></tr></thead>
                <tbody>{event.forms.map((form) => (
                  <tr key={form.number}><td className="num">{form.barcode}</td><td>{words(form.kind)}</td><td>{form.state === 'out' ? t('Not accounted for') : words(form.outcome === 'conflict' ? 'conflict' : form.state)}</td><td>{form.reason ?? said(form.says ?? '')}</td></tr>
                ))}</tbody>
              </table>
            </div>
          )}
        </div>
      )}
    </Loaded>
  )
}
