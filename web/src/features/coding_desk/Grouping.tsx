// SPDX-License-Identifier: Apache-2.0
import type { CodingCase } from '@/api/types'
import { said, t } from '@/i18n'
import { EmptyState, Reason } from '@/ui/Empty'
import { Facts, Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import styles from './Coding.module.css'
import { WhatIf } from './WhatIf'
import { dotted, drgOf, signedWeight, weightOf } from './words'

/** The DRG with its weight, in place of the patient's banner. */
export function GroupingBanner({ one }: { one: CodingCase }) {
  const { grouping } = one
  if (!one.inpatient) return <p className={styles.drg}>{t('An outpatient stay has no MS-DRG.')}</p>
  if (grouping.drg === undefined) return <p className={styles.drg}>{grouping.missing_tables ? <Said>{said(grouping.missing_tables)}</Said> : t('Without a principal diagnosis there is no DRG.')}</p>
  return (
    <section aria-label={t('DRG')} className={styles.drg} aria-live="polite">
      <strong className="mono">{drgOf(grouping.drg)}</strong> {grouping.title} <span className="soft">{t('MDC {mdc}, weight {weight}, version {version}', { mdc: grouping.mdc ?? 0, weight: weightOf(grouping.weight), version: ((grouping.version ?? 0) / 10).toFixed(1) })}</span>
      {mainReasons(grouping.trace).map((sentence) => <div key={sentence} className="small soft"><Said>{said(sentence)}</Said></div>)}
    </section>
  )
}

/** By what it is this class, and what is nearest to it. */
const mainReasons = (trace: string[]) => [trace.filter((sentence) => sentence.startsWith('It is the class')).at(-1), trace.find((sentence) => sentence.includes(' would need '))].filter((sentence) => sentence !== undefined)

/** Why it is this DRG, sentence by sentence, which code alone carries it, and what other codes would make of it. `asking`: how often the field was called. */
export function Grouping({ one, asking }: { one: CodingCase; asking: number }) {
  const { grouping } = one
  return (
    <div className="stack">
      {grouping.missing_tables && <Reason tone="warn"><Said>{said(grouping.missing_tables)}</Said></Reason>}
      {grouping.missing_editor && <Reason tone="warn"><Said>{said(grouping.missing_editor)}</Said></Reason>}
      <GroupingBanner one={one} />
      {grouping.trace.length === 0 ? <EmptyState icon="scale" title={t('Nothing is grouped yet')} /> : <ol>{grouping.trace.map((sentence) => <li key={sentence}><Said>{said(sentence)}</Said></li>)}</ol>}
      {grouping.formula && <p className="small soft">{t('The condition as it is published:')} <code className="mono">{grouping.formula}</code></p>}
      {grouping.sensitivity.length > 0 && (
        <Pane title={t('Codes that carry it')}>
          <Facts facts={grouping.sensitivity.map((change) => ({ name: t('Without {code}', { code: dotted(change.without, change.procedure) }), value: <><span className="mono">{drgOf(change.drg)}</span> <span className="soft">{t('weight {weight}', { weight: weightOf(change.weight) })}{change.weight !== undefined && grouping.weight !== undefined && ` (${signedWeight(change.weight - grouping.weight)})`}</span></> }))} />
        </Pane>
      )}
      {one.inpatient && grouping.drg !== undefined && <WhatIf one={one} asking={asking} />}
    </div>
  )
}
