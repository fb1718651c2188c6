// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useContext } from 'react'
import { q } from '@/api/queries'
import { said, t } from '@/i18n'
import { Act } from '@/ui/Act'
import { Lines, Reason } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { useSearchState } from '@/ui/navigate'
import { Said } from '@/ui/Said'
import { CodeReached } from './CodeReached'
import { EncoderContext } from './encoder_context'
import { stopWords } from './logic_words'
import { QuestionBox } from './QuestionBox'
import { QuestionTrail } from './QuestionTrail'

/** Logic mode: the books ask, a coder answers, and every answer stands in the address. */
export function QuestionsTab() {
  const { on } = useContext(EncoderContext)
  const [search, change] = useSearchState()
  const answers = (search.answers ?? '').split('.').filter(Boolean)
  const query = useQuery(q.codeQuestions({ answers: answers.join('.'), on }))
  const way = query.error ? undefined : query.data
  const to = (next: string[]) => change({ answers: next.join('.') || undefined }, true)
  const back = () => answers.length > 0 && to(answers.slice(0, -1))
  useHotkeys(t('Questions'), [
    { keys: 'backspace', label: t('Take the last answer back'), run: back },
    { keys: 'x', label: t('Begin again'), run: () => to([]) },
  ])
  if (query.isPending) return <Lines count={10} label={t('Loading the questions')} />
  return (
    <div className="stack" aria-busy={query.isPlaceholderData}>
      <QuestionTrail steps={way?.steps ?? []} onReopen={(answer) => to(answers.slice(0, answer))} />
      {query.error && <Reason tone="warn"><Said>{said(query.error.message)}</Said></Reason>}
      {way?.stopped && <Reason tone="warn">{stopWords(way.stopped.why, way.stopped.at)} {t('Take an answer back and choose another.')}</Reason>}
      {way?.question && <QuestionBox question={way.question} answers={answers.join('.')} isFresh={!query.isPlaceholderData} onAnswer={(answer) => to([...answers, answer])} onBack={back} />}
      {way?.result && !query.isPlaceholderData && <CodeReached key={answers.join('.')} result={way.result} steps={way.steps} onStart={(start) => to([start])} />}
      {answers.length > 0 && (
        <p className="row">
          <Act size="compact-sm" variant="subtle" hint="⌫" onClick={back}>{t('Take the last answer back')}</Act>
          <Act size="compact-sm" variant="subtle" hint="x" onClick={() => to([])}>{t('Begin again')}</Act>
        </p>
      )}
    </div>
  )
}
