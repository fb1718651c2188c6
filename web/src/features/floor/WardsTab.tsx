// SPDX-License-Identifier: Apache-2.0
import { Button, Checkbox } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { FloorWard } from '@/api/types'
import { said, t } from '@/i18n'
import { Act } from '@/ui/Act'
import { EmptyState, Reason } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import { Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import { done } from '@/ui/toasts'
import { BadgeField } from './BadgeField'
import { CopyTable } from './CopyTable'
import { printRun, RunsOut, runsOf } from './RunsOut'
import { ScanField } from './ScanField'
import styles from './Floor.module.css'

const waits = (ward: FloorWard) => ward.copies.filter((copy) => copy.state === 'waiting' || copy.state === 're-routed').length
const wardName = (ward: FloorWard) => (ward.code ? `${ward.code} ${ward.name}` : t('On no ward of this house'))

/** What waits for each ward, as one walks; a run takes it along. */
export function WardsTab() {
  const query = useQuery({ ...q.floor(), refetchInterval: 30_000 })
  const { run, problem } = useRun()
  const newest = runsOf(query.data)[0]
  useHotkeys(t('Floor deliveries'), [
    ...(newest ? [{ keys: 'p', label: t('Print the newest run'), run: () => printRun(newest.id) }] : []),
    { keys: 'r', label: t('Take everything along'), run: () => void run([]) },
    { keys: 'z', label: t('Only STAT'), run: () => void run([], true) },
  ])
  return (
    <div className="stack">
      <ScanField wards={query.data?.wards.filter((ward) => ward.code) ?? []} />
      <div className="row">
        <Act variant="filled" hint="r" onClick={() => void run([])}>{t('Take everything along')}</Act>
        <Act hint="z" onClick={() => void run([], true)}>{t('Only STAT')}</Act>
      </div>
      <div role="alert">{problem && <Reason tone="bad"><Said>{said(problem)}</Said></Reason>}</div>
      <Loaded query={query} isEmpty={(floor) => !floor.wards.length} empty={<EmptyState icon="check" title={t('This house has no wards')} />}>
        {(floor) => (
          <div className={styles.wards}>
            <RunsOut floor={floor} />
            {floor.wards.filter((ward) => ward.copies.length > 0).map((ward) => (
              <Pane key={ward.code} title={wardName(ward)} flush actions={waits(ward) > 0 && ward.code && <Button size="compact-sm" onClick={() => void run([ward.code])}>{t('Take along ({n})', { n: waits(ward) })}</Button>}>
                <CopyTable copies={ward.copies} label={wardName(ward)} />
              </Pane>
            ))}
            {floor.wards.every((ward) => !ward.copies.length) && <EmptyState icon="check" title={t('Nothing is on its way')}>{t('Copies come by themselves for the wards that ask for them.')}</EmptyState>}
            <Wishes wards={floor.wards.filter((ward) => ward.code)} />
            <BadgeField />
          </div>
        )}
      </Loaded>
    </div>
  )
}

/** Takes copies along and opens what is printed of them: the run sheet, and each copy with its barcode. */
function useRun() {
  const client = useQueryClient()
  const [problem, setProblem] = useState<string>()
  const run = async (wards: string[], onlyStat = false) => {
    setProblem(undefined)
    try {
      const taken = await api.takeFloorRun({ wards, only_stat: onlyStat })
      done(t('{n, plural, one {# copy is} other {# copies are}} on the run.', { n: taken.total }))
      printRun(taken.id)
      void client.invalidateQueries({ queryKey: ['floor'] })
    } catch (error) {
      setProblem(asProblem(error).message)
    }
  }
  return { run, problem }
}

function Wishes({ wards }: { wards: FloorWard[] }) {
  const client = useQueryClient()
  const set = async (ward: FloorWard, change: { wants_paper?: boolean; wants_calls?: boolean }) => {
    try {
      await api.setWardWish(ward.code, { wants_paper: ward.wants_paper, wants_calls: ward.wants_calls, ...change })
      done(t('{ward}: noted.', { ward: ward.code }))
    } finally {
      void client.invalidateQueries({ queryKey: ['floor'] })
    }
  }
  return (
    <Pane title={t('What the wards ask for')}>
      <details>
        <summary>{t('{n, plural, one {# ward asks} other {# wards ask}} for printed copies', { n: wards.filter((ward) => ward.wants_paper).length })}</summary>
        <ul>
          {wards.map((ward) => (
            <li key={ward.code}>
              <fieldset className="row">
                <legend>{wardName(ward)}</legend>
                <Checkbox label={t('Printed copies')} checked={ward.wants_paper} onChange={(event) => void set(ward, { wants_paper: event.currentTarget.checked })} />
                <Checkbox label={t('STAT results by telephone')} checked={ward.wants_calls} onChange={(event) => void set(ward, { wants_calls: event.currentTarget.checked })} />
              </fieldset>
            </li>
          ))}
        </ul>
      </details>
    </Pane>
  )
}
