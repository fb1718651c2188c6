// SPDX-License-Identifier: Apache-2.0
import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import type { StatCall } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { Reason } from '@/ui/Empty'
import { at, due } from '@/ui/format'
import { AppLink } from '@/ui/navigate'
import { Said } from '@/ui/Said'
import { Tag } from '@/ui/Tag'
import { done } from '@/ui/toasts'
import styles from './Floor.module.css'

type Outcome = 'told' | 'no-answer' | 'engaged' | 'wrong-person'
const outcomes: { value: Outcome; label: string }[] = [
  { value: 'told', label: t('Told') }, { value: 'no-answer', label: t('Nobody answered') }, { value: 'engaged', label: t('Engaged') }, { value: 'wrong-person', label: t('Not the right person') },
]
const wordsOf = (outcome: string) => outcomes.find((one) => one.value === outcome)?.label ?? outcome

/** Whose result, by when, and every call so far. */
export function CallLog({ call }: { call: StatCall }) {
  return (
    <>
      <p className="row">
        <AppLink to={paths.document(call.document.id)}>{call.title}</AppLink> <span>{call.patient?.name}</span>
        {call.open ? <Tag tone={call.late ? 'bad' : 'info'} icon="clock">{due(call.due_at)}</Tag> : <Tag tone="good" icon="check"><Said>{call.state_title}</Said></Tag>}
      </p>
      {call.attempts.length > 0 && (
        <ol aria-label={t('Calls')}>
          {call.attempts.map((one) => (
            <li key={one.number}>{[at(one.at), one.by?.name].filter(Boolean).join(', ')}: {wordsOf(one.outcome)}{one.who_answered && ` · ${one.who_answered}`}{one.read_back && <> · “{one.read_back}”</>}{one.confirmed && <strong> {t('read back and confirmed')}</strong>}</li>
          ))}
        </ol>
      )}
    </>
  )
}

/** One call: without a confirmed read-back the result stays open. */
export function CallForm({ call, onDone }: { call: StatCall; onDone?: (said: string) => void }) {
  const client = useQueryClient()
  const [outcome, setOutcome] = useState<Outcome>('told')
  const [who, setWho] = useState('')
  const [telephone, setTelephone] = useState('')
  const [words, setWords] = useState('')
  const [confirmed, setConfirmed] = useState(false)
  const [problem, setProblem] = useState<string>()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setProblem(undefined)
    const told = outcome === 'told'
    try {
      const after = await api.noteStatCall(call.id, { outcome, who_answered: told ? who.trim() : '', telephone: telephone.trim(), read_back: told ? words.trim() : '', confirmed: told && confirmed })
      done(after.open ? t('Noted. It stays open until somebody reads it back.') : t('Read back and confirmed.'))
      ;[setWho, setWords].forEach((set) => set(''))
      setConfirmed(false)
      void client.invalidateQueries({ queryKey: ['floor'] })
      if (!after.open) onDone?.(t('Read back and confirmed.'))
    } catch (error) {
      setProblem(asProblem(error).message)
    }
  }
  return (
    <form className="stack" onSubmit={(event) => void submit(event)}>
      <div className={styles.scan}>
        <NativeSelect label={t('What came of it')} data={outcomes} value={outcome} onChange={(event) => setOutcome(event.currentTarget.value as Outcome)} />
        <TextInput label={t('Telephone')} value={telephone} onChange={(event) => setTelephone(event.currentTarget.value)} autoComplete="off" />
        {outcome === 'told' && <TextInput label={t('Who answered')} value={who} onChange={(event) => setWho(event.currentTarget.value)} autoComplete="off" />}
      </div>
      {outcome === 'told' && <Textarea label={t('What was read back, word for word')} autosize minRows={2} value={words} onChange={(event) => setWords(event.currentTarget.value)} />}
      {outcome === 'told' && <Checkbox label={t('It agrees with the report')} checked={confirmed} onChange={(event) => setConfirmed(event.currentTarget.checked)} />}
      <div className="row"><Button type="submit" variant="filled">{t('Note the call')}</Button></div>
      <div role="alert">{problem && <Reason tone="bad"><Said>{said(problem)}</Said></Reason>}</div>
    </form>
  )
}
