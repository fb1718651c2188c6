// SPDX-License-Identifier: Apache-2.0
import { Button, Checkbox, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { ShiftStep, ShiftWalk } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { EmptyState, Reason } from '@/ui/Empty'
import { due } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { KeyHint } from '@/ui/KeyHint'
import { Loaded } from '@/ui/Loaded'
import { AppLink, useSearchState } from '@/ui/navigate'
import { Tag } from '@/ui/Tag'
import { done, failed } from '@/ui/toasts'
import { acts, leftOut } from './words'
import styles from './Shift.module.css'

/** One walk over several pulls: one step at a time, each ended by its scan or by a key. */
export function WalkTab() {
  const [search, change] = useSearchState()
  const wanted = (search.walk ?? '').split(',').filter(Boolean)
  const query = useQuery(q.shiftWalk(wanted, undefined, search.calls === '1'))
  if (!wanted.length) return <EmptyState icon="pages" title={t('No walk is planned')}>{t('Choose requests on the board with x, and press w.')}</EmptyState>
  return (
    <Loaded query={query}>
      {(walk) => (
        <div className="stack">
          <Checkbox label={t('Call borrowers instead of going there')} checked={search.calls === '1'} onChange={(event) => change({ calls: event.currentTarget.checked ? '1' : undefined })} />
          <Steps key={walk.now} walk={walk} />
        </div>
      )}
    </Loaded>
  )
}

function Steps({ walk }: { walk: ShiftWalk }) {
  const [, change] = useSearchState()
  const client = useQueryClient()
  const [code, setCode] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const [at, setAt] = useState(0)
  const step = walk.steps[at]
  const lines = (of: ShiftStep) => of.requisitions.map((id) => walk.lines.find((one) => one.requisition.id === id)).filter((one) => one !== undefined)
  const go = (to: number) => setAt(Math.max(0, Math.min(walk.steps.length, to)))
  /** A scan at the shelf charges the volume out to whom it goes; at the door it says that it was delivered. */
  const scan = async () => {
    const line = step && lines(step).find((one) => one.volume.barcode === code.trim().toUpperCase())
    if (!step || !line) return failed(t('This is not a volume of this step.'))
    try {
      if (step.act === 'deliver') await api.act(line.requisition.item, { event: 'deliver' })
      else await api.movePaper(line.volume.id, { kind: line.volume.state === 'out' ? 'recharge' : 'charge-out', to: line.requisition.deliver_to?.id })
      done(t('Scanned: {volume}', { volume: line.volume.filed_as }))
      setCode('')
      void client.invalidateQueries({ queryKey: ['shift', 'board'] })
      if (lines(step).length === 1) go(at + 1)
      field.current?.focus()
    } catch (error) {
      failed(asProblem(error).message)
    }
  }
  useHotkeys(t('Walk'), [
    { keys: 'n', label: t('Next step'), run: () => go(at + 1) },
    { keys: 'b', label: t('Step before'), run: () => go(at - 1) },
    { keys: 'f', label: t('Scan at this step'), run: () => field.current?.focus() },
  ])
  return (
    <>
      <p role="status">{step ? t('Step {n} of {all}', { n: at + 1, all: walk.steps.length }) : t('The walk is done.')}</p>
      {step && (
        <section className={styles.card} aria-label={t('This step')}>
          <p className={styles.act}>{acts[step.act]} {step.stat && <Tag tone="bad" icon="clock">STAT</Tag>}</p>
          <p className={styles.where}>{step.path}</p>
          <ul className={styles.list}>
            {lines(step).map((one) => (
              <li key={one.requisition.id} className="row">
                <span className={styles.number}>{one.volume.filed_as}</span> {t('vol. {n}', { n: one.volume.number })} <span className="soft">{one.volume.colours.slice(0, 2).join(' · ')}</span>
                <span className="push soft">{one.requisition.deliver_to?.path} · {due(one.requisition.needed_at, new Date(walk.now))}</span>
              </li>
            ))}
          </ul>
          {step.act === 'hunt' ? lines(step)[0] && <AppLink to={paths.paperHunt(lines(step)[0]?.volume.id ?? '')}>{t('Open the hunt')}</AppLink> : step.act !== 'call' && (
            <form className="row" onSubmit={(event) => { event.preventDefault(); void scan() }}>
              <TextInput ref={field} label={t('Scan the barcode')} value={code} autoComplete="off" onChange={(event) => setCode(event.currentTarget.value)} />
            </form>
          )}
        </section>
      )}
      <div className="row">
        <Button rightSection={<KeyHint keys="b" />} disabled={at === 0} onClick={() => go(at - 1)}>{t('Step before')}</Button>
        <Button variant="filled" rightSection={<KeyHint keys="n" />} disabled={!step} onClick={() => go(at + 1)}>{t('Next step')}</Button>
        <Button onClick={() => change({ tab: undefined, walk: undefined })}>{t('Back to the board')}</Button>
      </div>
      <ol className={`${styles.list} ${styles.steps}`} aria-label={t('The whole walk')}>
        {walk.steps.map((one, index) => <li key={`${one.act}${one.path}${one.round}`} aria-current={index === at ? 'step' : undefined}>{index + 1}. {acts[one.act]}: {one.path} ({t('{n, plural, one {# volume} other {# volumes}}', { n: one.requisitions.length })})</li>)}
      </ol>
      {walk.left_out.length > 0 && <Reason title={t('Not on this walk')}>{walk.left_out.map((one) => `${walk.lines.find((line) => line.requisition.id === one.requisition)?.volume.filed_as ?? one.requisition}: ${leftOut[one.why]}`).join('; ')}</Reason>}
    </>
  )
}
