// SPDX-License-Identifier: Apache-2.0
import { NativeSelect } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { q } from '@/api/queries'
import type { CounterScan } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { becomeCounter } from '@/ui/counter_here'
import { useHotkeys } from '@/ui/hotkeys'
import { AppLink } from '@/ui/navigate'
import { Page } from '@/ui/Page'
import { useSession } from '@/ui/session'
import { CameBack, Counter } from './Counter'
import { keepPageForLater } from './keep_page'
import { Question } from './Question'
import { answerOf, useCounter } from './useCounter'
import { DropDialog, Waiting } from './Waiting'
import { WardField } from './WardField'

/** The counter with the house at the other end: answers, questions, and the list of what waits. */
export function CounterPage() {
  const client = useQueryClient()
  const session = useSession()
  const state = useCounter(session.user.id)
  const [dropping, setDropping] = useState<CounterScan>()
  const { data: waiting } = useQuery(q.counterScans())
  useEffect(() => {
    becomeCounter()
    keepPageForLater()
  }, [])
  useEffect(() => {
    if (!state.changes) return
    void client.invalidateQueries({ queryKey: ['counter'] })
    void client.invalidateQueries({ queryKey: ['paper'] })
  }, [client, state.changes])

  const asked = state.answer?.scan && (state.answer.scan.outcome === 'asks' || state.answer.scan.outcome === 'received') ? state.answer.scan : undefined
  const answered = (scan: CounterScan) => {
    setDropping(undefined)
    state.showAnswer(answerOf(scan))
    state.changed()
  }
  useHotkeys(t('Counter'), asked ? [
    { keys: 'y', label: t('Affirm what is asked'), run: () => document.querySelector<HTMLButtonElement>('[data-answer]')?.click() },
    { keys: 'x', label: t('Drop the scan'), run: () => setDropping(asked) },
  ] : [])
  return (
    <Page title={t('Counter')} keepFocus actions={<AppLink to={paths.fileRoom()}>{t('File room')}</AppLink>}>
      <Counter state={state} shelf={<ShelfField state={state} />} ward={<WardField state={state} />} paused={!!dropping}
        question={asked && <Question scan={asked} isFirst onAnswered={answered} onDrop={() => setDropping(asked)} />}>
        {waiting && <Waiting list={waiting} onAnswered={answered} onDrop={setDropping} />}
        <CameBack state={state} />
      </Counter>
      {dropping && <DropDialog scan={dropping} reasons={waiting?.drop_reasons ?? []} onClose={() => setDropping(undefined)} onDropped={answered} />}
    </Page>
  )
}

/** Which audit the labels are read into; kept for when there is no line. */
function ShelfField({ state }: { state: ReturnType<typeof useCounter> }) {
  const { data } = useQuery({ ...q.shelfAudits(), enabled: state.line === 'open' })
  const chosen = state.standing.audit
  const open = (data ?? []).filter((one) => one.state === 'planned' || one.state === 'reading')
  // The section's first number stays here: what is kept on the device names no folder.
  const options = open.map((one) => ({ value: one.id, label: `${one.room.path}, ${one.from_number} (${one.readings}/${one.figures.expected || one.volumes})`, kept: t('{room}, {n} volumes', { room: one.room.path, n: one.volumes }) }))
  if (chosen && !options.some((one) => one.value === chosen.id)) options.unshift({ value: chosen.id, label: chosen.words, kept: chosen.words })
  if (!options.length) return <p>{t('No shelf is planned to be read. Plan one in the file room, under “Shelf reading”.')}</p>
  return (
    <NativeSelect size="lg" label={t('Which shelf is read')} value={chosen?.id ?? ''}
      onChange={(event) => {
        const one = options.find((option) => option.value === event.currentTarget.value)
        state.stand({ audit: one && { id: one.value, words: one.kept } })
      }}
      data={[{ value: '', label: t('Choose…') }, ...options]} />
  )
}
