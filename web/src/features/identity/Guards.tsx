// SPDX-License-Identifier: Apache-2.0
import type { IdentityPair } from '@/api/types'
import { t } from '@/i18n'
import { Reason } from '@/ui/Empty'
import { Said } from '@/ui/Said'

const asSentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`

/** What must not be overlooked before two records are called one person. */
export function Guards({ guards }: { guards: IdentityPair['guards'] }) {
  if (!guards.length) return null
  return <Reason title={t('Look closely')}><ul>{guards.map((guard) => <li key={guard.code}><Said>{asSentence(guard.sentence)}</Said></li>)}</ul></Reason>
}
