// SPDX-License-Identifier: Apache-2.0
import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useContext, useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { EmptyState } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { Tag } from '@/ui/Tag'
import styles from './Coding.module.css'
import { EncoderContext } from './encoder_context'
import { choiceWords, questionWords, type LogicChoice, type LogicQuestion } from './logic_words'

interface Props { question: LogicQuestion; answers: string; isFresh: boolean; onAnswer: (answer: string) => void; onBack: () => void }

/** One question and its field: numbers or arrows and Enter answer, letters narrow the list, Backspace in the empty field takes an answer back. */
export function QuestionBox({ question, answers, isFresh, onAnswer, onBack }: Props) {
  const [words, setWords] = useState('')
  const [at, setAt] = useState(0)
  const box = useRef<HTMLInputElement>(null)
  const id = useId()
  const { items, isComing } = useChoices(question, answers, words)
  const lit = Math.min(at, Math.max(0, items.length - 1))
  const isReady = isFresh && !isComing
  const answer = (one: LogicChoice | undefined) => one && (setWords(''), setAt(0), onAnswer(one.answer))
  useHotkeys(t('Questions'), [{ keys: 'e', label: t('To the question'), run: () => box.current?.focus() }])
  // Whoever stands on a tab or a button by Tab or a click keeps their place; a heading that was read aloud gives way.
  useEffect(() => void (!document.activeElement?.matches('a, button, input, select, textarea') && box.current?.focus()), [answers])
  const press = (key: string) => (/^[1-9]$/.test(key) ? answer(items[Number(key) - 1]) : key === 'Enter' ? answer(items[lit]) : onBack())
  const later = useLater(isReady, press)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const { key } = event
    if (key === 'ArrowDown' || key === 'ArrowUp') setAt(Math.max(0, Math.min(items.length - 1, lit + (key === 'ArrowDown' ? 1 : -1))))
    else if (/^[1-9]$/.test(key) || key === 'Enter' || (key === 'Backspace' && !words)) (isReady ? press(key) : later(key))
    else if (key === 'Escape') box.current?.blur()
    else return
    event.preventDefault()
  }
  useEffect(() => void document.getElementById(`${id}-${lit}`)?.scrollIntoView?.({ block: 'nearest' }), [id, lit, answers])
  const isTerm = question.asks === 'main-term'
  return (
    <section aria-label={t('Question')} className={styles.question}>
      <h2 aria-live="polite">{question.code && <span className="mono">{question.code} </span>}{questionWords(question)}</h2>
      <TextInput ref={box} label={isTerm ? t('Type the main term (e)') : t('Number, arrows and Enter, or letters to narrow (e)')} className={styles.field} value={words} role="combobox" aria-expanded={items.length > 0} aria-controls={id} aria-autocomplete="list" autoComplete="off" spellCheck={false}
        aria-activedescendant={items.length > 0 ? `${id}-${lit}` : undefined} onChange={(event) => (setWords(event.currentTarget.value), setAt(0))} onKeyDown={onKeyDown} />
      {items.length === 0 && !isComing && <EmptyState icon="search" title={isTerm && !words.trim() ? t('Type the main term: the condition, not the part of the body') : t('Nothing here begins so')} />}
      <ul id={id} role="listbox" aria-label={t('Answers')} className={styles.entries} hidden={items.length === 0}>
        {items.map((one, index) => <Answer key={one.answer} id={`${id}-${index}`} one={one} asks={question.asks} number={index + 1} isLit={index === lit} onTake={() => isReady && answer(one)} />)}
      </ul>
      <p className="small soft">{t('Backspace takes the last answer back; Escape leaves the field.')}</p>
    </section>
  )
}

function Answer({ id, one, asks, number, isLit, onTake }: { id: string; one: LogicChoice; asks: string; number: number; isLit: boolean; onTake: () => void }) {
  return (
    <li id={id} role="option" aria-selected={isLit} data-lit={isLit || undefined} onMouseDown={(event) => (event.preventDefault(), onTake())}>
      <kbd className={styles.number}>{number < 10 ? number : ''}</kbd> <b>{choiceWords(one, asks)}</b> {one.code && <span className="mono">{one.code}</span>}
      {one.more && <span className="small soft"> {one.more}</span>}
      {one.unspecified && <> <Tag tone="warn">{t('The record does not say: the physician could be asked')}</Tag></>}
    </li>
  )
}

/** Main terms are looked up by what is typed; everything else is narrowed here. */
function useChoices(question: LogicQuestion, answers: string, words: string) {
  const { on } = useContext(EncoderContext)
  const isTerm = question.asks === 'main-term'
  const typed = words.trim()
  const found = useQuery({ ...q.codeQuestions({ answers, words: typed, on }), enabled: isTerm && typed.length > 0 })
  if (isTerm) return { items: typed ? (found.data?.question?.choices ?? []) : [], isComing: typed.length > 0 && (found.isPending || found.isPlaceholderData) }
  const wanted = typed.toLowerCase()
  return { items: question.choices.filter((one) => `${choiceWords(one, question.asks)} ${one.more ?? ''} ${one.code ?? ''}`.toLowerCase().includes(wanted)), isComing: false }
}

/** Keys that come before their question is there wait for it. */
function useLater(isReady: boolean, press: (key: string) => void) {
  const waiting = useRef<string[]>([])
  useEffect(() => {
    const key = isReady ? waiting.current.shift() : undefined
    if (key !== undefined) press(key)
  })
  return (key: string) => void waiting.current.push(key)
}
