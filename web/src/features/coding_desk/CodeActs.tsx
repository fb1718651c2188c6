// SPDX-License-Identifier: Apache-2.0
import { useContext } from 'react'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { useHotkeys } from '@/ui/hotkeys'
import { EncoderContext, type CodeSystem } from './encoder_context'

interface Props { code: string; system: CodeSystem; whole: boolean; why?: string; indexPath?: string }

/** What one does with the code that is open: to the desk with it, or keep it at hand. */
export function CodeActs({ code, system, whole, why, indexPath }: Props) {
  const { take, isFavourite, mark } = useContext(EncoderContext)
  const kept = isFavourite(code, system)
  useHotkeys(t('Encoder'), [
    ...(take && whole ? [{ keys: 'a', label: t('Take the code to the desk'), run: () => take(code, system, indexPath) }] : []),
    ...(whole ? [{ keys: 'f', label: t('Favourite, or not'), run: () => mark(code, system, !kept) }] : []),
  ])
  return (
    <span className="row">
      <Act size="compact-sm" hint="a" allowed={!!take && whole} why={whole ? t('Open the encoder from a stay that is being coded.') : (why ?? t('The code is not whole yet.'))} onClick={() => take?.(code, system, indexPath)}>{t('To the desk')}</Act>
      <Act size="compact-sm" variant="subtle" hint="f" allowed={whole} why={why ?? t('The code is not whole yet.')} onClick={() => mark(code, system, !kept)}>{kept ? t('No favourite any more') : t('Favourite')}</Act>
    </span>
  )
}
