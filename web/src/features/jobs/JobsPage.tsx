// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/client'
import { q } from '@/api/queries'
import type { Job, JobState } from '@/api/types'
import { Act } from '@/ui/Act'
import { EmptyState } from '@/ui/Empty'
import { at, count, span, words } from '@/ui/format'
import type { IconName } from '@/ui/icons'
import { Loaded } from '@/ui/Loaded'
import { Page, Pane } from '@/ui/Page'
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
    <Page title="Jobs" subtitle="They go on when you sign out">
      <Loaded query={query} isEmpty={(jobs) => !jobs.length} empty={<EmptyState title="No jobs">Imports, nightly runs and exports appear here.</EmptyState>}>
        {(jobs) => (
          <Pane flush>
            <div className={table.scroll} tabIndex={0} role="region" aria-label="Jobs, table">
              <table className={table.table}>
                <thead><tr><th>Job</th><th>State</th><th>Progress</th><th>Started</th><th>Ended</th><th><span className="read-only-by-ear">Acts</span></th></tr></thead>
                <tbody>
                  {jobs.map((job) => (
                    <tr key={job.id}>
                      <th scope="row">{job.title || words(job.kind)}{job.message && <p className="soft small">{job.message}</p>}</th>
                      <td><Tag tone={faces[job.state]?.[0]} icon={faces[job.state]?.[1]}>{words(job.state)}</Tag></td>
                      <td><Progress job={job} /></td>
                      <td className="num">{at(job.started_at)}</td>
                      <td className="num">{at(job.ended_at)}</td>
                      <td>
                        <span className="row">
                          {job.may_cancel && <Act size="compact-xs" aria-label={`Cancel ${job.title}`} onClick={() => cancel.mutate(job.id)}>Cancel</Act>}
                          {job.may_retry && <Act size="compact-xs" aria-label={`Try ${job.title} again`} onClick={() => retry.mutate(job.id)}>Try again</Act>}
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
      {job.state === 'running' && <progress value={job.done} max={job.total} aria-label={`Progress of ${job.title}`} />}
      <span className="num small">{count(job.done)} of {count(job.total)}</span>
      {job.state === 'running' && job.eta_seconds !== undefined && <span className="soft small">{span(job.eta_seconds * 1000)} left</span>}
    </div>
  )
}
