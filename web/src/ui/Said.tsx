// SPDX-License-Identifier: Apache-2.0
import { known, languageNow, ours } from '@/i18n'

/** What the server says, in the person's language where its words are known; else English, and marked so for the ears. */
export function Said({ children }: { children: string | undefined }) {
  if (!children) return null
  const text = known(children)
  if (text !== undefined) return <>{text}</>
  return languageNow() === 'en' || ours(children) ? <>{children}</> : <span lang="en">{children}</span>
}
