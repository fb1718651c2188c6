// SPDX-License-Identifier: Apache-2.0
import { t } from '@/i18n'
import { paths } from '@/paths'
import { AppLink } from '@/ui/navigate'

/** Who gave no sign of life is looked for now. */
export function LoneWorkerPanel() {
  return <p>{t('Call, then go there; send help when nobody answers.')} <AppLink to={paths.shift({ tab: 'room' })}>{t('Who works alone')}</AppLink></p>
}
