// SPDX-License-Identifier: Apache-2.0
import type { QueryJudged } from '@/api/types'
import { said, t } from '@/i18n'
import { Reason } from '@/ui/Empty'
import { Said } from '@/ui/Said'
import { whereWords } from './words'

/** What speaks against asking it so, in words, each with the words it means. */
export function Judged({ judged }: { judged: QueryJudged }) {
  const list = (blocks: boolean) => judged.findings.filter((one) => one.blocks === blocks)
  const lines = (blocks: boolean) => (
    <ul>
      {list(blocks).map((one, index) => (
        <li key={index}><strong>{whereWords(one)}</strong>{one.quote && <> “{one.quote}”</>}: <Said>{said(one.says)}</Said></li>
      ))}
    </ul>
  )
  return (
    <div aria-live="polite">
      {judged.may_be_asked ? <Reason tone="good" title={t('It may be asked so')}>{list(false).length > 0 && lines(false)}</Reason> : <Reason tone="bad" title={t('It cannot be asked so')}>{lines(true)}{lines(false)}</Reason>}
    </div>
  )
}
