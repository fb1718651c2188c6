// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { Loaded } from '@/ui/Loaded'
import { Pane } from '@/ui/Page'
import styles from './Distribution.module.css'

/** The words of a copy; what changed since the recipient's copy before is marked, with signs too, not by colour alone. */
export function Changes({ copy }: { copy: string }) {
  const query = useQuery(q.copyChanges(copy))
  return (
    <Loaded query={query}>
      {({ has_earlier, runs }) => (
        <Pane title={has_earlier ? t('What changed since the copy before') : t('The report')}>
          <p className={styles.words} tabIndex={0} role="region" aria-label={t('Words of the report')}>
            {runs.map((run, index) => (run.change === 'added' ? <ins key={index}>{run.words}</ins> : run.change === 'removed' ? <del key={index}>{run.words}</del> : <span key={index}>{run.words}</span>))}
          </p>
        </Pane>
      )}
    </Loaded>
  )
}
