// SPDX-License-Identifier: Apache-2.0
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { Reason } from '@/ui/Empty'
import type { Codes } from './useCodes'

/** The case changed after it was shown: what one typed is kept here, to be done once more or let go. */
export function Refused({ codes }: { codes: Codes }) {
  const { refused, letGo } = codes
  if (!refused) return null
  return (
    <div role="alert">
      <Reason tone="warn" title={t('The case changed after it was shown')}>
        <p>{refused.again ? t('What you did last is not kept yet. Look at what is new, then do it once more.') : t('The step was not taken. Look at what is new, then take it again.')} {refused.what && <span className="mono">“{refused.what}”</span>}</p>
        <span className="row">
          {refused.again && <Act size="compact-sm" allowed={!codes.busy} onClick={() => (letGo(), refused.again?.())}>{t('Do it once more')}</Act>}
          <Act size="compact-sm" variant="subtle" onClick={letGo}>{refused.again ? t('Let it go') : t('Dismiss')}</Act>
        </span>
      </Reason>
    </div>
  )
}
