// SPDX-License-Identifier: Apache-2.0
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { CodingCase, CodingFinding } from '@/api/types'
import { said, t } from '@/i18n'
import { Act } from '@/ui/Act'
import { EmptyState, Reason } from '@/ui/Empty'
import { at } from '@/ui/format'
import { Said } from '@/ui/Said'
import { Tag } from '@/ui/Tag'
import styles from './Coding.module.css'
import type { Codes } from './useCodes'

/** What speaks against these codes, in plain words with the rule; what does not block may be answered. */
export function FindingList({ one, codes, writes }: { one: CodingCase; codes: Codes; writes: boolean }) {
  const rest = one.unfinished.filter((line) => !one.findings.some((finding) => finding.says === line))
  return (
    <div className="stack">
      {one.findings.length === 0 && <EmptyState icon="check" title={t('No edit speaks against these codes')} />}
      <ul className={styles.codes} aria-label={t('Edits')}>{one.findings.map((finding) => <Line key={finding.key} finding={finding} codes={codes} writes={writes && !one.reviewing} />)}</ul>
      {one.not_checked.length > 0 && <Reason tone="warn" title={t('Not checked')}><ul>{one.not_checked.map((line) => <li key={line}><Said>{said(line)}</Said></li>)}</ul></Reason>}
      {rest.length > 0 && <Reason tone="info" title={t('Open besides')}><ul>{rest.map((line) => <li key={line}><Said>{said(line)}</Said></li>)}</ul></Reason>}
    </div>
  )
}

function Line({ finding, codes, writes }: { finding: CodingFinding; codes: Codes; writes: boolean }) {
  const [words, setWords] = useState('')
  return (
    <li className={styles.code}>
      <p><Tag tone={finding.blocks ? 'bad' : finding.answer ? 'good' : 'warn'}>{finding.blocks ? t('to be mended') : finding.answer ? t('answered') : t('to be answered')}</Tag> <Said>{said(finding.says)}</Said></p>
      <p className="soft small">{finding.rule}</p>
      {finding.answer && <p className="small">“{finding.answer.words}” {finding.answer.by.name}, {at(finding.answer.at)}</p>}
      {!finding.blocks && !finding.answer && writes && (
        <form className="row" onSubmit={(event) => (event.preventDefault(), words.trim() && codes.answer.mutate({ finding: finding.key, words: words.trim() }))}>
          <TextInput size="xs" aria-label={t('Why it stands')} placeholder={t('Why it stands')} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
          <Act type="submit" size="compact-xs" allowed={!!words.trim()} why={t('Say why it stands.')}>{t('It stands')}</Act>
        </form>
      )}
    </li>
  )
}
