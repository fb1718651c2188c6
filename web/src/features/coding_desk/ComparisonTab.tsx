// SPDX-License-Identifier: Apache-2.0
import type { CodingCase } from '@/api/types'
import { t } from '@/i18n'
import { Tag } from '@/ui/Tag'
import styles from './Coding.module.css'
import { dotted, verdictWords } from './words'

/** Code over code: what the second reader wrote without seeing the first. */
export function ComparisonTab({ one }: { one: CodingCase }) {
  const { comparison } = one
  if (!comparison) return null
  return (
    <div className="stack">
      <p>{t('{agreed} of {reviewed} codes agree ({share} %).', { agreed: comparison.agreed, reviewed: comparison.reviewed, share: comparison.reviewed ? Math.round((comparison.agreed * 1000) / comparison.reviewed) / 10 : 0 })}</p>
      <table className={styles.table} aria-label={t('Second review')}>
        <thead><tr><th>{t('Code')}</th><th>{t('Verdict')}</th></tr></thead>
        <tbody>
          {comparison.codes.map((code, index) => (
            <tr key={index}><td className="mono">{dotted(code.code, code.kind !== 'diagnosis')}</td><td><Tag tone={code.verdict === 'same' ? 'good' : 'warn'}>{verdictWords[code.verdict]}</Tag></td></tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
