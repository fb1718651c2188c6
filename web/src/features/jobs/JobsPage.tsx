// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/client'
import { q } from '@/api/queries'
import type { Job, JobState } from '@/api/types'
import { said, t } from '@/i18n'
import { Act } from '@/ui/Act'
import { EmptyState } from '@/ui/Empty'
import { at, count, span, words } from '@/ui/format'
import type { IconName } from '@/ui/icons'
import { Loaded } from '@/ui/Loaded'
import { Page, Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import { Tag, type Tone } from '@/ui/Tag'
import table from '@/ui/table.module.css'
import styles from './JobsPage.module.css'

const faces: Record<JobState, [Tone, IconName]> = { waiting: ['plain', 'clock'], running: ['info', 'job'], done: ['good', 'check'], failed: ['bad', 'warning'], cancelled: ['plain', 'minus'] }

/** Long work in one place: how far it is, how long it takes, and why it stopped. */
export function JobsPage() {
  const client = useQueryClient()
  const query = useQuery(q.jobs())
  const refresh = { onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }) }
  const cancel = useMutation({ mutationFn: api.cancelJob, ...refresh })
  const retry = useMutation({ mutationFn: api.retryJob, ...refresh })
  return (
    <Page title={t('Jobs')} subtitle={t('They go on when you sign out')}>
      <Loaded query={query} isEmpty={(jobs) => !jobs.length} empty={<EmptyState title={t('No jobs')}>{t('Imports, nightly runs and exports appear here.')}</EmptyState>}>
        {(jobs) => (
          <Pane flush>
            <div className={table.scroll} tabIndex={0} role="region" aria-label={t('Jobs, table')}>
              <table className={table.table}>
                <thead><tr><th>{t('Job')}</th><th>{t('State')}</th><th>{t('Progress')}</th><th>{t('Started')}</th><th>{t('Ended')}</th><th><span className="read-only-by-ear">{t('Acts')}</span></th></tr></thead>
                <tbody>
                  {jobs.map((job) => (
                    <tr key={job.id}>
                      <th scope="row"><Said>{job.title || words(job.kind)}</Said>{job.message && <p className="soft small"><Said>{job.message}</Said></p>}</th>
                      <td><Tag tone={faces[job.state]?.[0]} icon={faces[job.state]?.[1]}>{words(job.state)}</Tag></td>
                      <td><Progress job={job} /></td>
                      <td className="num">{at(job.started_at)}</td>
                      <td className="num">{at(job.ended_at)}</td>
                      <td>
                        <span className="row">
                          {job.may_cancel && <Act size="compact-xs" aria-label={t('Cancel {job}', { job: said(job.title) })} onClick={() => cancel.mutate(job.id)}>{t('Cancel')}</Act>}
                          {job.may_retry && <Act size="compact-xs" aria-label={t('Try {job} again', { job: said(job.title) })} onClick={() => retry.mutate(job.id)}>{t('Try again')}</Act>}
                        </span>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Pane>
        )}
      </Loaded>
    </Page>
  )
}

function Progress({ job }: { job: Job }) {
  if (!job.total) return <span className="soft">{job.done ? count(job.done) : ''}</span>
  return (
    <div className={styles.progress}>
      {job.state === 'running' && <progress value={job.done} max={job.total} aria-label={t('Progress of {job}', { job: said(job.title) })} />}
      <span className="num small">{t('{at} of {total}', { at: job.done, total: job.total })}</span>
      {job.state === 'running' && job.eta_seconds !== undefined && <span className="soft small">{t('{time} left', { time: span(job.eta_seconds * 1000) })}</span>}
    </div>
  )
}
