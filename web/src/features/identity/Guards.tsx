// SPDX-License-Identifier: Apache-2.0
import type { IdentityPair } from '@/api/types'
import { Reason } from '@/ui/Empty'

const asSentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`

/** What must not be overlooked before two records are called one person. */
export function Guards({ guards }: { guards: IdentityPair['guards'] }) {
  if (!guards.length) return null
  return <Reason title="Look closely"><ul>{guards.map((guard) => <li key={guard.code}>{asSentence(guard.sentence)}</li>)}</ul></Reason>
}
