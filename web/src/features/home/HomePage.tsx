// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import type { Home, Tile } from '@/api/types'
import { localeNow, said, t } from '@/i18n'
import { paths, serverLink } from '@/paths'
import { EmptyState, Lines } from '@/ui/Empty'
import { ago, at, count } from '@/ui/format'
import { Icon } from '@/ui/icons'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Page, Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import { useSession } from '@/ui/session'
import { Tag } from '@/ui/Tag'
import styles from './HomePage.module.css'

const greeting = (hour: number) => (hour < 5 ? t('Good night') : hour < 12 ? t('Good morning') : hour < 18 ? t('Good afternoon') : t('Good evening'))

/** What waits, what is late, what came in: the first screen of every shift. */
export function HomePage() {
  const session = useSession()
  const query = useQuery(q.home())
  const first = session.user.display_name.split(' ')[0]
  return (
    <Page title={t('Today')} subtitle={t('{greeting}, {name}. {day}', { greeting: greeting(new Date().getHours()), name: first ?? '', day: new Intl.DateTimeFormat(localeNow(), { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(new Date()) })}>
      <Loaded query={query} loading={<Lines count={6} />}>
        {(home) => (
          <>
            {home.tiles.length ? (
              <ul className={styles.tiles} aria-label={t('Worklists')}>{home.tiles.map((tile) => <TileCard key={tile.kind} tile={tile} />)}</ul>
            ) : (
              <EmptyState title={t('No worklists are open to you')}>{t('Ask the head of the department for a role.')}</EmptyState>
            )}
            <div className={styles.panes}>
              {home.intake && <Intake intake={home.intake} />}
              <Reconciled run={home.reconciliation} />
              {home.storage && <Originals storage={home.storage} />}
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
      <h2 className={styles.title}><AppLink className="plain" to={link}><Said>{tile.title}</Said></AppLink></h2>
      <AppLink className={styles.number} to={link} aria-label={t('{list}: {n, plural, one {# open item} other {# open items}}', { list: said(tile.title), n: tile.open })}>
        {count(tile.open)} <span className={styles.unit}>{t('open')}</span>
      </AppLink>
      <p className={styles.facts}>
        <AppLink to={inList({ due: 'overdue' })}>
          <Tag tone={tile.overdue ? 'bad' : 'plain'} icon={tile.overdue ? 'warning' : undefined}>{t('{n} overdue', { n: tile.overdue })}</Tag>
        </AppLink>
        <AppLink to={inList({ priority: 'stat' })}><Tag tone={tile.stat ? 'warn' : 'plain'}>{t('{n} STAT', { n: tile.stat })}</Tag></AppLink>
        <AppLink to={inList({ owner: 'none' })}><Tag>{t('{n} unclaimed', { n: tile.unowned })}</Tag></AppLink>
      </p>
    </li>
  )
}

function Intake({ intake }: { intake: NonNullable<Home['intake']> }) {
  const today = new Date().toISOString().slice(0, 10)
  const figures = [
    { name: t('Received today'), value: intake.received_today, to: paths.messages({ from: today }) },
    { name: t('Filed'), value: intake.filed_today, to: paths.messages({ from: today, state: 'filed' }) },
    { name: t('Held now'), value: intake.held, to: paths.worklist('held-message') },
  ]
  return (
    <Pane title={t('Intake')} actions={<AppLink className="small" to={paths.messages()}>{t('Message browser')}</AppLink>}>
      <dl className={styles.figures}>
        {figures.map((figure) => (
          <div key={figure.name}>
            <dt>{figure.name}</dt>
            <dd><AppLink to={figure.to} className="plain">{count(figure.value)}</AppLink></dd>
          </div>
        ))}
      </dl>
      <p className="soft small">{intake.last_received_at ? t('Last message {ago}.', { ago: ago(intake.last_received_at) }) : t('No message has arrived yet.')}</p>
    </Pane>
  )
}

/** Whether every stored byte is what it was: what nobody looks at until it is gone. */
function Originals({ storage }: { storage: NonNullable<Home['storage']> }) {
  const queue = paths.worklist('damaged-blob')
  return (
    <Pane title={t('Originals')} actions={<AppLink className="small" to={queue}>{t('Damaged originals')}</AppLink>}>
      <p className={styles.state} data-good={storage.damaged === 0 || undefined}>
        <Icon name={storage.damaged ? 'warning' : 'check'} size={18} />
        {storage.damaged ? t('{n, plural, one {# original has no good copy} other {# originals have no good copy}}', { n: storage.damaged }) : t('No damage is known')}
      </p>
      {storage.mirror_problem && (
        <p className={styles.state}><Icon name="warning" size={18} />{t('The second copy is not written; tell whoever runs the server.')}</p>
      )}
      <p className="soft small">
        {storage.oldest_check ? t('Everything is read back every {days} days; the longest ago on {when}.', { days: storage.cycle_days, when: at(storage.oldest_check) }) : t('Everything is read back every {days} days; nothing was due yet.', { days: storage.cycle_days })}
        {' '}{storage.has_mirror ? t('{n, plural, =0 {Every file has its second copy.} one {# file waits for its second copy.} other {# files wait for their second copy.}}', { n: storage.mirror_waiting }) : t('There is no second copy.')}
      </p>
    </Pane>
  )
}

function Reconciled({ run }: { run: Home['reconciliation'] }) {
  return (
    <Pane title={t('Reconciliation')} actions={<AppLink className="small" to={paths.reconciliation()}>{t('Report')}</AppLink>}>
      {run ? (
        <>
          <p className={styles.state} data-good={run.unexplained === 0 || undefined}>
            <Icon name={run.unexplained ? 'warning' : 'check'} size={18} />
            {run.unexplained ? t('{n, plural, one {# item not explained} other {# items not explained}}', { n: run.unexplained }) : t('Everything is accounted for')}
          </p>
          <p className="soft small">{t('Orders, results, documents and encounters compared on {when}.', { when: at(run.at) })}</p>
        </>
      ) : (
        <p className="soft small">{t('Not run yet. It runs every night, and from the reconciliation page at any time.')}</p>
      )}
    </Pane>
  )
}
