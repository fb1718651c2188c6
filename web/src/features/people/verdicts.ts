// SPDX-License-Identifier: Apache-2.0
import type { Verdict } from '@/api/types'
import { t } from '@/i18n'
import type { IconName } from '@/ui/icons'
import type { Tone } from '@/ui/Tag'

/** What a reviewer may say of a use. Following up is no finding yet: the item waits until a day and stays open. */
export type Choice = Verdict | 'follow-up'

export const verdicts: { code: Choice; title: string; keys: string; tone: Tone; icon: IconName }[] = [
  { code: 'appropriate', title: t('Appropriate'), keys: 'a', tone: 'good', icon: 'check' },
  { code: 'not-appropriate', title: t('Not appropriate'), keys: 'd', tone: 'bad', icon: 'stop' },
  { code: 'follow-up', title: t('Follow up'), keys: 't', tone: 'warn', icon: 'clock' },
]
export const verdictOf = (code: string | undefined) => verdicts.find((one) => one.code === code)
