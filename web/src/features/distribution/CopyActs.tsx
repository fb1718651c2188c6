// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react'
import type { DistributionCopyRow } from '@/api/types'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { useMay } from '@/ui/session'
import { ReasonDialog, SendDialog } from './SendDialog'
import { useCopyAct } from './useCopyAct'

/** What the department does with a copy that failed or is asked back. */
export function CopyActs({ copy, onDone }: { copy: DistributionCopyRow; onDone?: (words: string) => void }) {
  const keeps = useMay('file-documents')
  const { act, alert } = useCopyAct(onDone)
  const [asking, setAsking] = useState<'send' | 'give-up'>()
  const answer = (of: 'destroyed' | 'returned' | 'not-found', words: string) => void act(copy.id, { event: 'recall-answer', answer: of }, words)
  return (
    <div className="row">
      {copy.state === 'failed' && <Act size="compact-sm" {...keeps} onClick={() => setAsking('send')}>{t('Send again…')}</Act>}
      {copy.state === 'failed' && <Act size="compact-sm" {...keeps} onClick={() => setAsking('give-up')}>{t('Give up…')}</Act>}
      {copy.state === 'recall-asked' && <Act size="compact-sm" {...keeps} onClick={() => answer('destroyed', t('Noted: destroyed.'))}>{t('Destroyed')}</Act>}
      {copy.state === 'recall-asked' && <Act size="compact-sm" {...keeps} onClick={() => answer('returned', t('Noted: it came back.'))}>{t('Came back')}</Act>}
      {copy.state === 'recall-asked' && <Act size="compact-sm" {...keeps} onClick={() => answer('not-found', t('Noted: nobody finds it.'))}>{t('Nobody finds it')}</Act>}
      {alert}
      {asking === 'send' && <SendDialog copy={copy} onClose={() => setAsking(undefined)} onDone={onDone} />}
      {asking === 'give-up' && <ReasonDialog title={t('Give up')} kind="failed-copy" event="give-up" copy={copy.id} words={t('Given up, with the reason.')} onClose={() => setAsking(undefined)} onDone={onDone} />}
    </div>
  )
}
