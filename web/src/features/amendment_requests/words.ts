// SPDX-License-Identifier: Apache-2.0
import { t } from '@/i18n'

const channels: Record<string, string> = { letter: t('Letter'), form: t('Form of the hospital'), portal: t('Portal'), 'e-mail': t('E-mail'), 'in-person': t('In person') }
export const channelWords = (code: string) => channels[code] ?? code

const opinions: Record<string, string> = { agrees: t('Agrees with the patient'), 'in-part': t('Agrees in part'), disagrees: t('Does not agree') }
export const opinionWords = (code: string) => opinions[code] ?? code

const decisions: Record<string, string> = { accepted: t('Accepted'), 'in-part': t('Accepted in part'), denied: t('Denied') }
export const decisionWords = (code: string) => decisions[code] ?? code
