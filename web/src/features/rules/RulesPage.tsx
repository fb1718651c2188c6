// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import type { Rule } from '@/api/types'
import { t } from '@/i18n'
import { EmptyState } from '@/ui/Empty'
import { day } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { Facts, Page, Pane } from '@/ui/Page'
import { Tag } from '@/ui/Tag'
import styles from './RulesPage.module.css'

/** Law and policy as the department works by it: each rule with its source, its dates and its state of review. */
export function RulesPage() {
  const query = useQuery(q.rules())
  return (
    <Page title={t('Rules')} subtitle={t('Every decision names the rule and version it followed')}>
      <Loaded query={query} isEmpty={(rules) => !rules.length} empty={<EmptyState icon="rule" title={t('No rule packs are loaded')}>{t('They stand in data/rules.')}</EmptyState>}>
        {(rules) => <div className={styles.rules}>{rules.map((rule) => <RuleCard key={`${rule.id}@${rule.version}`} rule={rule} />)}</div>}
      </Loaded>
    </Page>
  )
}

function RuleCard({ rule }: { rule: Rule }) {
  return (
    <Pane
      title={rule.title}
      actions={
        <>
          {rule.amber && <Tag tone="warn" icon="warning">{t('Past its review')}</Tag>}
          {rule.verified ? <Tag tone="good" icon="check">{t('Verified')}</Tag> : <Tag tone="warn" icon="info">{t('Unverified')}</Tag>}
        </>
      }
    >
      <Facts
        facts={[
          { name: t('Rule'), value: <span className="mono">{rule.id}@{rule.version}</span> },
          { name: t('Source'), value: rule.url ? <a href={rule.url} target="_blank" rel="noreferrer">{rule.citation}</a> : rule.citation },
          { name: t('In force'), value: rule.effective_to ? t('from {from} until {until}', { from: day(rule.effective_from), until: day(rule.effective_to) }) : t('from {from}', { from: day(rule.effective_from) }) },
          { name: t('Verified on'), value: rule.verified_on && day(rule.verified_on) },
          { name: t('Review by'), value: rule.review_by && day(rule.review_by) },
        ]}
      />
      <details>
        <summary className="small">{t('Parameters')}</summary>
        <pre className={styles.parameters} tabIndex={0}>{typeof rule.parameters === 'string' ? rule.parameters : JSON.stringify(rule.parameters, null, 2)}</pre>
      </details>
    </Pane>
  )
}
