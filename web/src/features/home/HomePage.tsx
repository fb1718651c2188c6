// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import type { Home, Tile } from '@/api/types'
import { paths, serverLink } from '@/paths'
import { EmptyState, Lines } from '@/ui/Empty'
import { ago, at, count, plural } from '@/ui/format'
import { Icon } from '@/ui/icons'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Page, Pane } from '@/ui/Page'
import { useSession } from '@/ui/session'
import { Tag } from '@/ui/Tag'
import styles from './HomePage.module.css'

const greeting = (hour: number) => (hour < 5 ? 'Good night' : hour < 12 ? 'Good morning' : hour < 18 ? 'Good afternoon' : 'Good evening')

/** What waits, what is late, what came in: the first screen of every shift. */
export function HomePage() {
  const session = useSession()
  const query = useQuery(q.home())
  const first = session.user.display_name.split(' ')[0]
  return (
    <Page title="Today" subtitle={`${greeting(new Date().getHours())}, ${first}. ${new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(new Date())}`}>
      <Loaded query={query} loading={<Lines count={6} />}>
        {(home) => (
          <>
            {home.tiles.length ? (
              <ul className={styles.tiles} aria-label="Worklists">{home.tiles.map((tile) => <TileCard key={tile.kind} tile={tile} />)}</ul>
            ) : (
              <EmptyState title="No worklists are open to you">Ask the head of the department for a role.</EmptyState>
            )}
            <div className={styles.panes}>
              {home.intake && <Intake intake={home.intake} />}
              <Reconciled run={home.reconciliation} />
            </div>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function TileCard({ tile }: { tile: Tile }) {
  const link = serverLink(tile.link) ?? paths.worklist(tile.kind)
  const inList = (search: Record<string, string>) => paths.worklist(tile.kind, search)
  return (
    <li className={styles.tile}>
      <h2 className={styles.title}><AppLink className="plain" to={link}>{tile.title}</AppLink></h2>
      <AppLink className={styles.number} to={link} aria-label={`${tile.title}: ${plural(tile.open, 'open item')}`}>
        {count(tile.open)} <span className={styles.unit}>open</span>
      </AppLink>
      <p className={styles.facts}>
        <AppLink to={inList({ due: 'overdue' })}>
          <Tag tone={tile.overdue ? 'bad' : 'plain'} icon={tile.overdue ? 'warning' : undefined}>{count(tile.overdue)} overdue</Tag>
        </AppLink>
        <AppLink to={inList({ priority: 'stat' })}><Tag tone={tile.stat ? 'warn' : 'plain'}>{count(tile.stat)} STAT</Tag></AppLink>
        <AppLink to={inList({ owner: 'none' })}><Tag>{count(tile.unowned)} unclaimed</Tag></AppLink>
      </p>
    </li>
  )
}

function Intake({ intake }: { intake: NonNullable<Home['intake']> }) {
  const today = new Date().toISOString().slice(0, 10)
  const figures = [
    { name: 'Received today', value: intake.received_today, to: paths.messages({ from: today }) },
    { name: 'Filed', value: intake.filed_today, to: paths.messages({ from: today, state: 'filed' }) },
    { name: 'Held now', value: intake.held, to: paths.worklist('held-message') },
  ]
  return (
    <Pane title="Intake" actions={<AppLink className="small" to={paths.messages()}>Message browser</AppLink>}>
      <dl className={styles.figures}>
        {figures.map((figure) => (
          <div key={figure.name}>
            <dt>{figure.name}</dt>
            <dd><AppLink to={figure.to} className="plain">{count(figure.value)}</AppLink></dd>
          </div>
        ))}
      </dl>
      <p className="soft small">{intake.last_received_at ? `Last message ${ago(intake.last_received_at)}.` : 'No message has arrived yet.'}</p>
    </Pane>
  )
}

function Reconciled({ run }: { run: Home['reconciliation'] }) {
  return (
    <Pane title="Reconciliation" actions={<AppLink className="small" to={paths.reconciliation()}>Report</AppLink>}>
      {run ? (
        <>
          <p className={styles.state} data-good={run.unexplained === 0 || undefined}>
            <Icon name={run.unexplained ? 'warning' : 'check'} size={18} />
            {run.unexplained ? `${plural(run.unexplained, 'item')} not explained` : 'Everything is accounted for'}
          </p>
          <p className="soft small">Orders, results, documents and encounters compared on {at(run.at)}.</p>
        </>
      ) : (
        <p className="soft small">Not run yet. It runs every night, and from the reconciliation page at any time.</p>
      )}
    </Pane>
  )
}
