// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core'
import { lazy, Suspense, useState, type FormEvent, type ReactNode } from 'react'
import { t } from '@/i18n'
import { Reason } from '@/ui/Empty'
import { brief, words } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { Icon, type IconName } from '@/ui/icons'
import { KeyHint } from '@/ui/KeyHint'
import { Said } from '@/ui/Said'
import styles from './Counter.module.css'
import type { AnswerTone } from './tone'
import type { CounterState, Mode } from './useCounter'
import { useWedge } from './useWedge'

const Camera = lazy(async () => ({ default: (await import('./Camera')).Camera }))

const signs: Record<AnswerTone, IconName> = { done: 'check', kept: 'inbox', asks: 'warning', wrong: 'stop' }
const names: Record<string, string> = { 'check-in': t('Check in'), 'charge-out': t('Charge out'), inventory: t('Inventory'), 'ward-receipt': t('Received on the ward'), 'ward-filed': t('Filed on the ward') }
export const modeWords = (mode: string): string => (names[mode] ?? mode)
const modes: Mode[] = ['check-in', 'charge-out', 'inventory', 'ward-receipt', 'ward-filed']

interface Props { state: CounterState; shelf: ReactNode; ward: ReactNode; question?: ReactNode; children?: ReactNode; paused?: boolean }

/** The counter: a mode, the answer to the last scan over the whole width, and what waits. One thumb, one scanner, no mouse. */
export function Counter({ state, shelf, ward, question, children, paused }: Props) {
  const [camera, setCamera] = useState(false)
  useWedge((text) => void state.scanned(text), !paused)
  useHotkeys(t('Counter'), [
    ...modes.map((mode, at) => ({ keys: String(at + 1), label: modeWords(mode), run: () => state.stand({ mode }) })),
    { keys: 't', label: t('Type a label'), run: () => document.querySelector<HTMLInputElement>('#counter-label')?.focus() },
    { keys: 'k', label: t('Camera'), run: () => setCamera(!camera) },
    { keys: 'q', label: t('Sound on or off'), run: () => state.setMuted(!state.muted) },
  ])
  return (
    <div className={styles.counter}>
      <Line state={state} />
      <div role="radiogroup" aria-label={t('What a scan does')} className={styles.modes}>
        {modes.map((mode, at) => (
          <button key={mode} type="button" role="radio" aria-checked={mode === state.mode} className={styles.mode} onClick={() => state.stand({ mode })}>
            {modeWords(mode)} <KeyHint keys={String(at + 1)} />
          </button>
        ))}
      </div>
      <Where state={state} shelf={shelf} ward={ward} />
      <Shown state={state}>{question}</Shown>
      {camera && <Suspense fallback={null}><Camera onLabel={(text) => void state.scanned(text)} /></Suspense>}
      <div className={styles.tools}>
        <TypeLabel onLabel={(text) => void state.scanned(text)} />
        <Button size="lg" aria-pressed={camera} onClick={() => setCamera(!camera)}>{camera ? t('Close the camera') : t('Camera')}</Button>
        <Button size="lg" aria-pressed={state.muted} onClick={() => state.setMuted(!state.muted)}>{state.muted ? t('Sound is off') : t('Sound is on')}</Button>
      </div>
      {children}
      <Kept state={state} />
    </div>
  )
}

function Line({ state }: { state: CounterState }) {
  const { line, kept, queue } = state
  const text = line === 'open' ? t('The house answers.') : line === 'signed-out' ? t('You are signed out: scans are kept on this device until somebody signs in.') : line === 'refused' ? t('The house refuses what this device sends.') : t('No line to the house: scans are kept on this device.')
  return (
    <div role="status" className={styles.line} data-line={line}>
      <p><Icon name={line === 'open' ? 'check' : 'warning'} size={16} /> <span>{text}</span>{kept.length > 0 && <strong> {t('{n, plural, one {# scan waits} other {# scans wait}}', { n: kept.length })}</strong>}</p>
      {state.refusal && <p><Said>{state.refusal}</Said></p>}
      {queue && !queue.isKept && <p>{t('This browser keeps nothing here: without the line scans are lost when the page closes. Open Charta by https.')}</p>}
      {queue && queue.unreadable() > 0 && <p>{t('{n, plural, one {# kept scan} other {# kept scans}} cannot be opened any more. Scan those folders again.', { n: queue.unreadable() })}</p>}
    </div>
  )
}

/** Where the stack goes, or stands, or which shelf is read. */
function Where({ state, shelf, ward }: { state: CounterState; shelf: ReactNode; ward: ReactNode }) {
  const { mode, standing, stand } = state
  if (mode === 'inventory') return <div className={styles.where}>{shelf}</div>
  if (mode === 'ward-filed') return <div className={styles.where}><p>{t('Scan each copy that lies in its chart now.')}</p></div>
  if (mode === 'ward-receipt') {
    return (
      <div className={styles.where}>
        {ward}
        {standing.badge ? (
          <p className="row"><span>{t('Received by the badge')} <strong>{standing.badge}</strong></span><Button variant="subtle" onClick={() => stand({ badge: undefined })}>{t('Another badge')}</Button></p>
        ) : (
          <p><strong>{t('Scan first the badge of who receives it.')}</strong></p>
        )}
      </div>
    )
  }
  const place = mode === 'charge-out' ? standing.to : standing.here
  return (
    <div className={styles.where}>
      {mode === 'charge-out' && !place && <p><strong>{t('Scan first to whom the folders go.')}</strong></p>}
      {mode === 'check-in' && !place && <p>{t('Folders go back to their home. Scan a cart or a shelf first, and they stand there.')}</p>}
      {place && (
        <p className="row">
          <span>{mode === 'charge-out' ? t('They go to') : t('They stand in')} <strong>{place.words}</strong></span>
          <Button variant="subtle" onClick={() => stand(mode === 'charge-out' ? { to: undefined } : { here: undefined })}>{t('Another place')}</Button>
        </p>
      )}
    </div>
  )
}

function Shown({ state: { answer, mode }, children }: { state: CounterState; children?: ReactNode }) {
  return (
    <section className={styles.answer} data-tone={answer?.tone} aria-label={t('The last scan')}>
      <div role="status" aria-live="assertive">
        {answer ? (
          <>
            <p className={styles.word}><Icon name={signs[answer.tone]} size={40} /> {answer.word}</p>
            {answer.title && <p className={styles.title}>{answer.title}</p>}
            {answer.text && <p className={styles.text}><Said>{answer.text}</Said></p>}
          </>
        ) : (
          <p className={styles.word}>{modeWords(mode)}</p>
        )}
      </div>
      {!answer && <p className={styles.text}>{t('Scan a label: no field needs the focus.')}</p>}
      {children}
    </section>
  )
}

function TypeLabel({ onLabel }: { onLabel: (text: string) => void }) {
  const [text, setText] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!text.trim()) return
    onLabel(text.trim())
    setText('')
  }
  return (
    <form onSubmit={submit} className={styles.type}>
      <TextInput id="counter-label" size="lg" label={t('Or type the label')} value={text} onChange={(event) => setText(event.currentTarget.value)} autoComplete="off" autoCapitalize="characters" enterKeyHint="go" />
    </form>
  )
}

function Kept({ state }: { state: CounterState }) {
  if (!state.kept.length) return null
  return (
    <section aria-label={t('Kept on this device')} className={styles.list}>
      <h2>{t('Kept on this device')}</h2>
      <ul>
        {state.kept.map(({ number, scan }) => (
          <li key={number}><span className={styles.number}>{number}</span> {modeWords(scan.kind)} <code>{scan.barcode}</code> <span className="soft">{brief(scan.at_time)}</span></li>
        ))}
      </ul>
      <Button onClick={() => void state.sendNow()}>{t('Send now')}</Button>
      <Reason tone="info">{t('They are sent by themselves, in this order, each once. Do not clear the browser’s data before.')}</Reason>
    </section>
  )
}

/** What the house said to scans that nobody waited for. */
export function CameBack({ state }: { state: CounterState }) {
  if (!state.cameBack.length) return null
  return (
    <section aria-label={t('Sent since')} className={styles.list}>
      <h2>{t('Sent since')}</h2>
      <ul>
        {state.cameBack.map((one) => (
          <li key={`${one.id}-${one.outcome}`}><span className={styles.number}>{one.number}</span> <strong>{words(one.outcome)}</strong> {modeWords(one.kind)} <code>{one.volume?.filed_as ?? one.barcode}</code> <span className="soft"><Said>{one.says}</Said></span></li>
        ))}
      </ul>
    </section>
  )
}
