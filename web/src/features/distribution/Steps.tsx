// SPDX-License-Identifier: Apache-2.0
import type { DistributionCopy } from '@/api/types'
import { said, t } from '@/i18n'
import { at } from '@/ui/format'
import { channelWords, eventWords, purposeWords, reasonWords, stateWords } from './words'

/** Who has this, why, and everything that happened to it with what shows it. */
export function CopySteps({ copy }: { copy: DistributionCopy }) {
  return (
    <section aria-label={t('Copy for {whom}', { whom: copy.recipient })}>
      <p><strong>{copy.recipient}</strong> · {purposeWords(copy.purpose)} · {channelWords(copy.channel)} · <strong>{stateWords(copy.state)}</strong></p>
      <p className="soft small">{[t('version {n}', { n: copy.version }), reasonWords(copy.reasons), copy.rule, copy.number].filter(Boolean).join(' · ')}</p>
      {copy.problem && <p>{said(copy.problem)}</p>}
      <ol className="small">
        {copy.steps.map((step, index) => <li key={index}>{at(step.at)} <strong>{eventWords(step.event)}</strong> {[channelWords(step.channel), step.by?.name, step.words && said(step.words), step.proof].filter(Boolean).join(' · ')}</li>)}
      </ol>
    </section>
  )
}
