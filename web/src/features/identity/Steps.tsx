// SPDX-License-Identifier: Apache-2.0
import type { IdentityStep } from '@/api/types'
import { said, t } from '@/i18n'
import { at } from '@/ui/format'
import { Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import styles from './IdentityPanel.module.css'

const titles: Record<string, string> = {
  opened: t('Asked'), see: t('Seen'), defer: t('Deferred'), return: t('Taken up again'), 'ask-second-opinion': t('Second opinion asked'), 'give-opinion': t('Opinion given'), 'not-a-match': t('Not a match'), merge: t('Merged'),
  withdraw: t('Withdrawn'), claim: t('Claimed'), release: t('Released'), assign: t('Assigned'), note: t('Note'), wait: t('Waits'), resume: t('Resumed'),
}
export const stepTitle = (step: IdentityStep) => titles[step.event] ?? said(step.title)

/** Who looked at the pair before, what they thought of it and what they wrote: the newest last. */
export function Steps({ steps }: { steps: readonly IdentityStep[] }) {
  return (
    <Pane title={t('What was done so far')}>
      <ol className={styles.steps}>
        {steps.map((step, index) => (
          <li key={index} className={styles.step}>
            <span className="soft num">{at(step.at)}</span>
            <span className={styles.said}>
              <strong>{stepTitle(step)}</strong> {t('by {name}', { name: step.by?.name ?? t('the index') })}
              {step.reason && <span className="soft">: <Said>{step.reason.sentence}</Said></span>}
              {step.note && <> <q>{step.note}</q></>}
            </span>
          </li>
        ))}
      </ol>
    </Pane>
  )
}
