// SPDX-License-Identifier: Apache-2.0
import { t } from '@/i18n'
import { at as moment } from '@/ui/format'

/** Why a loose report goes before the others. */
export function needWords(need: string, at?: string): string {
  if (need === 'appointment') return at ? t('Appointment {when}', { when: moment(at) }) : t('Appointment soon')
  if (need === 'release') return t('Open release')
  if (need === 'coding') return t('Being coded')
  return t('Its age')
}
