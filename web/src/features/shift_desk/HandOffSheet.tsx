// SPDX-License-Identifier: Apache-2.0
import type { ShiftHandOff, ShiftLine, ShiftSection } from '@/api/types'
import { said, t } from '@/i18n'
import { serverLink } from '@/paths'
import { at, brief, count } from '@/ui/format'
import { AppLink } from '@/ui/navigate'
import { Said } from '@/ui/Said'
import { Tag } from '@/ui/Tag'
import { changed, sections } from './words'
import styles from './Shift.module.css'

/** A hand-off as one page: on the screen and on paper. */
export function HandOffSheet({ handOff }: { handOff: ShiftHandOff }) {
  return (
    <article className={`${styles.page} stack`} aria-label={t('Hand-off')}>
      <p className="row">
        <Tag tone={handOff.state === 'open' ? 'warn' : 'good'}>{said(handOff.state_title)}</Tag>
        <span>{t('As of {when}; change of shift {due}', { when: at(handOff.frozen_at ?? handOff.written_at), due: at(handOff.due_at) })}</span>
        {handOff.signed_by && <span>· {t('Signed by {name}', { name: handOff.signed_by.name })}</span>}
        {handOff.taken_by && <span>· {t('Taken over by {name}, {when}', { name: handOff.taken_by.name, when: brief(handOff.taken_at) })}</span>}
      </p>
      {handOff.reason && <p><Said>{handOff.reason}</Said></p>}
      {handOff.changed.length > 0 && (
        <section>
          <h2>{t('What changed since')}</h2>
          <ul className={styles.list}>{handOff.changed.map((one) => <li key={`${one.how}${one.section}${one.line.key}`}><Tag tone={one.how === 'gone' ? 'plain' : 'warn'}>{changed[one.how]}</Tag> {sections[one.section as ShiftSection['code']] ?? one.section}: <LineWords line={one.line} section={one.section} /></li>)}</ul>
        </section>
      )}
      {handOff.sections.map((one) => <Section key={one.code} section={one} />)}
      {handOff.digest && <p className="soft small">{t('SHA-256 of what was signed')}: <span className={styles.number}>{handOff.digest}</span></p>}
    </article>
  )
}

function Section({ section }: { section: ShiftSection }) {
  const rest = section.total - section.lines.length - section.withheld
  return (
    <section>
      <h2>{sections[section.code]} ({count(section.total)})</h2>
      {section.lines.length > 0 && <ul className={styles.list}>{section.lines.map((line) => <li key={line.key}><LineWords line={line} section={section.code} /></li>)}</ul>}
      {rest > 0 && <p className="soft">{t('{n} more are not listed.', { n: rest })}</p>}
      {section.withheld > 0 && <p className="soft">{t('{n} are not for you to see.', { n: section.withheld })}</p>}
      {section.total === 0 && <p className="soft">{t('None')}</p>}
    </section>
  )
}

function LineWords({ line, section }: { line: ShiftLine; section: string }) {
  const link = line.link ? serverLink(line.link) : undefined
  const what = section === 'queues' || section === 'loans' ? said(line.what) : line.what
  return (
    <>
      {link ? <AppLink to={link}>{what}</AppLink> : <strong>{what}</strong>} {line.count > 0 && <strong>{count(line.count)}</strong>} <span><Said>{line.says}</Said></span>
      {line.at && <span className="soft"> · {brief(line.at)}</span>} {line.late && <Tag tone="bad" icon="clock">{t('Late')}</Tag>}
    </>
  )
}
