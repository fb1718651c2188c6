// SPDX-License-Identifier: Apache-2.0
import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api } from '@/api/client'
import type { CodingCase, CodingQuestion, CodingWhatIf } from '@/api/types'
import { said, t } from '@/i18n'
import { Act } from '@/ui/Act'
import { Reason } from '@/ui/Empty'
import { Facts, Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import { drgOf, questionOf, signedWeight, weightOf } from './words'

/** One field of changes, +J96.01 -E11.9 J96.01:N =I50.33: what they would make of the stay. Nothing of it is kept. */
export function WhatIf({ one, asking }: { one: CodingCase; asking: number }) {
  const [words, setWords] = useState('')
  const [wrong, setWrong] = useState<string>()
  const box = useRef<HTMLInputElement>(null)
  const question = useMutation({ mutationFn: (body: CodingQuestion) => api.askWhatIf(one.encounter, body) })
  useEffect(() => { if (asking > 0) box.current?.focus() }, [asking])
  const ask = () => {
    const { body, wrong: word } = questionOf(words)
    setWrong(word && t('“{word}” is no change: write +J96.01, +J96.01:N, -E11.9, J96.01:N or =I50.33', { word }))
    if (body && !word) question.mutate(body)
  }
  return (
    <Pane title={t('What if')}>
      <form onSubmit={(event) => (event.preventDefault(), ask())} className="stack">
        <TextInput ref={box} label={t('Changes (q): + adds, - takes away, :N says POA, = makes it principal')} placeholder="+J96.01 -E11.9 J96.01:N" value={words} error={wrong} autoComplete="off" spellCheck={false}
          onChange={(event) => setWords(event.currentTarget.value)} onKeyDown={(event) => event.key === 'Escape' && box.current?.blur()} />
        <Act type="submit" size="compact-sm" loading={question.isPending}>{t('What would it be?')}</Act>
      </form>
      <div aria-live="polite" className="stack">
        {question.error && !wrong && <Reason tone="warn"><Said>{said(question.error.message)}</Said></Reason>}
        {question.data && !question.error && !wrong && <Answer answer={question.data} />}
      </div>
    </Pane>
  )
}

function Answer({ answer }: { answer: CodingWhatIf }) {
  const group = (of: CodingWhatIf['after']) => <><span className="mono">{drgOf(of.drg)}</span> {of.title} <span className="soft">{t('weight {weight}', { weight: weightOf(of.weight) })}</span></>
  return (
    <>
      <Facts facts={[
        { name: t('As it is kept'), value: group(answer.before) },
        { name: t('With the changes'), value: group(answer.after) },
        { name: t('Difference in weight'), value: answer.weight_change === undefined ? undefined : <strong className="mono">{signedWeight(answer.weight_change)}</strong> },
      ]} />
      {answer.why.length > 0 && <ul>{answer.why.map((sentence) => <li key={sentence}><Said>{said(sentence)}</Said></li>)}</ul>}
    </>
  )
}
