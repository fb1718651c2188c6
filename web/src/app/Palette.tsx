// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { serverLink } from '@/paths'
import { Dialog } from '@/ui/Dialog'
import { words } from '@/ui/format'
import { Icon } from '@/ui/icons'
import { KeyHint } from '@/ui/KeyHint'
import { useListbox } from '@/ui/listbox'
import { useGo } from '@/ui/navigate'
import { useSession } from '@/ui/session'
import { matching, type Command } from './commands'
import { useCommands } from './useCommands'
import styles from './Palette.module.css'

/** One box for everything: pages, commands, patients, documents and work items by number. */
export function Palette({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const go = useGo()
  const session = useSession()
  const [text, setText] = useState('')
  const asked = useDeferredValue(text)
  const { data: worklists } = useQuery(q.worklists())
  const { data: hits, isPending, isPlaceholderData } = useQuery(q.palette(asked))
  const commands = useCommands(session, worklists ?? [], onKeys)
  const found: Command[] = (asked.trim().length > 1 ? (hits ?? []) : []).map((hit) => ({
    group: words(hit.kind),
    title: hit.title,
    subtitle: hit.subtitle,
    icon: { patient: 'person', document: 'document', work_item: 'inbox', message: 'message' }[hit.kind.replace('-', '_')] as Command['icon'],
    run: () => {
      const path = serverLink(hit.link)
      if (path) go(path)
      else window.location.assign(hit.link)
    },
  }))
  const own = matching(commands, text)
  const options = [...own, ...found].slice(0, 60)
  const pick = (index: number) => {
    const option = options[index]
    if (!option) return
    onClose()
    option.run()
  }
  const isLate = text.trim().length > 1 && (asked !== text || isPending || isPlaceholderData)
  const list = useListbox(options.length, pick, (active) => isLate && (active < 0 || active >= own.length))
  return (
    <Dialog title={t('Commands')} onClose={onClose} wide>
      <input
        {...list.input}
        className={styles.input}
        aria-label={t('Type a command, a patient or a number')}
        placeholder={t('Type a command, a patient or a number')}
        data-autofocus
        value={text}
        onChange={(event) => (setText(event.target.value), list.setActive(0))}
      />
      <div id={list.listId} role="listbox" aria-label={t('Commands and hits')} className={styles.list}>
        {options.map((option, index) => (
          <div key={`${option.group}${option.title}${index}`} id={list.optionId(index)} role="option" aria-selected={index === list.active} className={styles.option} onMouseMove={() => list.setActive(index)} onClick={() => pick(index)}>
            <Icon name={option.icon ?? 'next'} />
            <span className={styles.title}>
              <span className="cut">{option.title}</span>
              {option.subtitle && <span className="soft cut">{option.subtitle}</span>}
            </span>
            <span className={styles.group}>{option.keys ? <KeyHint keys={option.keys} /> : option.group}</span>
          </div>
        ))}
      </div>
      {!options.length && <p className="soft small" role="status">{t('Nothing fits “{text}”.', { text })}</p>}
    </Dialog>
  )
}
