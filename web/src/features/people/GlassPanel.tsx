// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { q } from '@/api/queries'
import type { GlassUse, WorkItem } from '@/api/types'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { Reason } from '@/ui/Empty'
import { at } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { Icon } from '@/ui/icons'
import { Loaded } from '@/ui/Loaded'
import { Facts, Pane } from '@/ui/Page'
import { useMay, useSession } from '@/ui/session'
import styles from './GlassPanel.module.css'
import { Opened } from './Opened'
import { ReviewDialog } from './ReviewDialog'
import { useGlassReasons } from './useGlassReasons'
import { verdictOf, verdicts, type Choice } from './verdicts'

/** The use of the glass that this item asks to review: who, when, why, what was opened; and what comes of it. */
export function GlassPanel({ item, onDone }: { item: WorkItem; onDone: (said: string) => void }) {
  const query = useQuery(q.glassUses(false))
  return (
    <Loaded query={query}>
      {(uses) => {
        const use = uses.find((one) => one.id === item.subject.id)
        return use ? <Use use={use} item={item} onDone={onDone} /> : <p className="soft small">{t('The use itself is listed under “Broken glass”.')}</p>
      }}
    </Loaded>
  )
}

/** Whether the person may judge this use. Nobody judges their own. */
export function useMayReview(use: GlassUse) {
  const session = useSession()
  const permission = useMay('review-glass')
  if (permission.allowed && use.user_id === session.user.id) return { allowed: false, why: t('Nobody reviews their own use.') }
  return permission
}

function Use({ use, item, onDone }: { use: GlassUse; item: WorkItem; onDone: (said: string) => void }) {
  const permission = useMayReview(use)
  const sentence = useGlassReasons()
  const [choice, setChoice] = useState<Choice | null>(null)
  const ask = (code: Choice) => permission.allowed && setChoice(code)
  useHotkeys(t('Glass review'), use.reviewed ? [] : verdicts.map((one) => ({ keys: one.keys, label: one.title, run: () => ask(one.code) })))
  const verdict = verdictOf(use.verdict)
  return (
    <>
      {use.reviewed ? (
        <Reason tone={verdict?.code === 'not-appropriate' ? 'bad' : 'good'} title={verdict?.title ?? t('Reviewed')}>{use.finding}</Reason>
      ) : (
        <div className={styles.verdicts} role="group" aria-label={t('The use was')}>
          {verdicts.map((one) => (
            <Act key={one.code} hint={one.keys} {...permission} leftSection={<Icon name={one.icon} size={13} />} onClick={() => ask(one.code)}>{one.title}</Act>
          ))}
        </div>
      )}
      <Pane title={t('What happened')}>
        <Facts facts={[{ name: t('Who'), value: use.user }, { name: t('From'), value: at(use.at) }, { name: t('Until'), value: at(use.until) }, { name: t('Reason'), value: sentence(use.reason) }, { name: t('In their words'), value: <q className={styles.words}>{use.explanation}</q> }]} />
      </Pane>
      <Opened use={use} />
      {choice && <ReviewDialog use={use} item={item} first={choice} onClose={() => setChoice(null)} onDone={() => onDone(t('Reviewed.'))} />}
    </>
  )
}
