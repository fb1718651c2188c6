// SPDX-License-Identifier: Apache-2.0
import type { Message } from '@/api/types'
import { t } from '@/i18n'
import { serverLink } from '@/paths'
import { AppLink } from '@/ui/navigate'
import { Tabs, type Tab } from '@/ui/Tabs'
import styles from './MessageTabs.module.css'
import { Parsed } from './Parsed'
import { linesOf } from './wire'

/** One message in four readings: what came of it, its fields, its bytes, our answer. */
export function MessageTabs({ message, tab, onTab, fill }: { message: Message; tab: string; onTab: (tab: string) => void; fill?: boolean }) {
  const tabs: Tab[] = [
    { id: 'outcome', title: t('Outcome'), content: () => <Outcome message={message} /> },
    { id: 'parsed', title: t('Parsed'), content: () => <Parsed segments={message.segments} /> },
    { id: 'raw', title: t('Raw'), content: () => <Raw text={message.raw} label={t('Raw message')} /> },
    { id: 'acknowledgement', title: t('Acknowledgement'), content: () => message.acknowledgement ? <Raw text={message.acknowledgement} label={t('Acknowledgement')} /> : <p className="soft small">{t('None was sent.')}</p> },
  ]
  return <Tabs label={t('Readings of the message')} tabs={tabs} current={tab} onChange={onTab} fill={fill} />
}

export function Raw({ text, label }: { text: string; label: string }) {
  return (
    <div className={styles.raw} role="region" aria-label={label} tabIndex={0}>
      {linesOf(text).map((line, index) => (
        <div key={index} className={styles.segment}><b>{line.slice(0, 3)}</b>{line.slice(3)}</div>
      ))}
    </div>
  )
}

function Outcome({ message }: { message: Message }) {
  return (
    <ol className={styles.outcome}>
      {message.outcome.map((step, index) => {
        const path = step.link && serverLink(step.link)
        return <li key={index}>{step.text} {path && <AppLink to={path}>{t('Open')}</AppLink>}</li>
      })}
      {!message.outcome.length && <li className="soft">{t('Nothing was made of it yet.')}</li>}
    </ol>
  )
}
