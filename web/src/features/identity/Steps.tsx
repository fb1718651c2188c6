// SPDX-License-Identifier: Apache-2.0
import type { IdentityStep } from '@/api/types'
import { at } from '@/ui/format'
import { Pane } from '@/ui/Page'
import styles from './IdentityPanel.module.css'

const titles: Record<string, string> = {
  opened: 'Asked', see: 'Seen', defer: 'Deferred', return: 'Taken up again', 'ask-second-opinion': 'Second opinion asked', 'give-opinion': 'Opinion given', 'not-a-match': 'Not a match', merge: 'Merged',
  withdraw: 'Withdrawn', claim: 'Claimed', release: 'Released', assign: 'Assigned', note: 'Note', wait: 'Waits', resume: 'Resumed',
}
export const stepTitle = (step: IdentityStep) => titles[step.event] ?? step.title

/** Who looked at the pair before, what they thought of it and what they wrote: the newest last. */
export function Steps({ steps }: { steps: readonly IdentityStep[] }) {
  return (
    <Pane title="What was done so far">
      <ol className={styles.steps}>
        {steps.map((step, index) => (
          <li key={index} className={styles.step}>
            <span className="soft num">{at(step.at)}</span>
            <span className={styles.said}>
              <strong>{stepTitle(step)}</strong> by {step.by?.name ?? 'the index'}
              {step.reason && <span className="soft">: {step.reason.sentence}</span>}
              {step.note && <> <q>{step.note}</q></>}
            </span>
          </li>
        ))}
      </ol>
    </Pane>
  )
}
