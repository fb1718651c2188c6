// SPDX-License-Identifier: Apache-2.0
import { ActionIcon } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { q } from '@/api/queries'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { Icon, type IconName } from '@/ui/icons'
import { AppLink, usePathname } from '@/ui/navigate'
import { useSession } from '@/ui/session'
import { Count } from '@/ui/Tag'
import { pagesFor, worklistIcon, type PageLink } from './destinations'
import { LanguageSwitch } from './LanguageSwitch'
import styles from './Navigation.module.css'
import { ThemeSwitch } from './ThemeSwitch'

export function Navigation({ narrow, onNarrow }: { narrow: boolean; onNarrow: (narrow: boolean) => void }) {
  const session = useSession()
  const { data: worklists } = useQuery(q.worklists())
  const { data: views } = useQuery(q.views())
  const pages = pagesFor(session)
  const group = (title: PageLink['group']) => {
    const links = pages.filter((link) => link.group === title)
    return links.length > 0 && <Section title={title && t(title)}>{links.map((link) => <Item key={link.path} link={link} />)}</Section>
  }
  return (
    <nav className={`${styles.navigation} no-print`} aria-label={t('Main')} data-narrow={narrow || undefined}>
      <div className={styles.brand}>
        <AppLink to={paths.home()} className={styles.logo} aria-label={t('Charta, first screen')}>
          <img src="/favicon.svg" alt="" width={26} height={26} />
          <span className={styles.wide}>Charta</span>
        </AppLink>
      </div>
      <div className={styles.scroll}>
        {group('')}
        <Section title={t('Worklists')}>
          {worklists?.map((list) => (
            <li key={list.kind}>
              <Item
                link={{ group: '', title: said(list.title), path: paths.worklist(list.kind), icon: worklistIcon(list.kind) }}
                extra={<Count value={list.open} tone={list.overdue ? 'bad' : 'plain'} label={list.overdue ? t('open, {n} overdue', { n: list.overdue }) : t('open')} />}
                bare
              />
              <ul>
                {views?.filter((view) => view.pinned && view.kind === list.kind).map((view) => (
                  <Item
                    key={view.id}
                    link={{ group: '', title: view.name, path: paths.worklist(view.kind, Object.fromEntries(new URLSearchParams(view.query))), icon: 'pin' }}
                    inner
                  />
                ))}
              </ul>
            </li>
          ))}
        </Section>
        {group('Record')}
        {group('Oversight')}
        {group('Administration')}
      </div>
      <div className={styles.foot}>
        <ThemeSwitch />
        <LanguageSwitch />
        <ActionIcon aria-label={narrow ? t('Widen the navigation') : t('Narrow the navigation')} onClick={() => onNarrow(!narrow)}>
          <Icon name={narrow ? 'next' : 'back'} />
        </ActionIcon>
      </div>
    </nav>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title || t('Start')} className={styles.section}>
      {title && <h2 className={styles.heading}>{title}</h2>}
      <ul>{children}</ul>
    </section>
  )
}

function Item({ link, extra, bare, inner }: { link: PageLink | { group: string; title: string; path: string; icon: IconName }; extra?: ReactNode; bare?: boolean; inner?: boolean }) {
  const pathname = usePathname()
  const target = link.path.split('?')[0] ?? ''
  const isHere = !inner && (target === '/' ? pathname === '/' : pathname === target || pathname.startsWith(`${target}/`))
  const anchor = (
    <AppLink to={link.path} className={styles.item} data-inner={inner || undefined} aria-current={isHere ? 'page' : undefined} title={link.title}>
      <Icon name={link.icon} size={inner ? 13 : 16} />
      <span className={styles.wide}>{link.title}</span>
      {extra && <span className={styles.extra}>{extra}</span>}
    </AppLink>
  )
  return bare ? anchor : <li>{anchor}</li>
}
