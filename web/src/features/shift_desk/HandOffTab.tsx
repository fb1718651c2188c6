// SPDX-License-Identifier: Apache-2.0
import { Button, Textarea } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { at } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { Tag } from '@/ui/Tag'
import { done, failed } from '@/ui/toasts'
import { HandOffActs } from './HandOffActs'
import { HandOffSheet } from './HandOffSheet'
import styles from './Shift.module.css'

/** The open hand-off, as it writes itself; notes are added, then it is signed. Earlier ones stand beside it. */
export function HandOffTab() {
  const client = useQueryClient()
  const query = useQuery(q.handOff())
  const { data: earlier } = useQuery(q.handOffs())
  const [note, setNote] = useState('')
  const add = async () => {
    if (!note.trim()) return
    try {
      client.setQueryData(q.handOff().queryKey, await api.noteOnHandOff(note.trim()))
      setNote('')
      done(t('The note stands in the hand-off'))
    } catch (error) {
      failed(asProblem(error).message)
    }
  }
  return (
    <Loaded query={query}>
      {(handOff) => (
        <div className={styles.columns}>
          <div className="stack">
            <HandOffActs handOff={handOff} />
            <HandOffSheet handOff={handOff} />
            <form className="stack no-print" onSubmit={(event) => { event.preventDefault(); void add() }}>
              <Textarea label={t('A note for the next shift')} description={t('No names of patients: the number of the folder says enough.')} value={note} rows={2} onChange={(event) => setNote(event.currentTarget.value)} />
              <div><Button type="submit">{t('Add the note')}</Button></div>
            </form>
          </div>
          <div className="no-print">
            <Pane title={t('Hand-offs before')}>
              <ul className={styles.list}>
                {earlier?.items.filter((one) => one.state !== 'open').map((one) => (
                  <li key={one.id} className="row"><AppLink to={paths.handOff(one.id)}>{at(one.frozen_at)}</AppLink> <Tag tone={one.state === 'signed' ? 'warn' : 'good'}>{said(one.state_title)}</Tag> <span className="soft">{one.signed_by?.name}</span></li>
                ))}
              </ul>
              {earlier && earlier.items.every((one) => one.state === 'open') && <p className="soft">{t('None')}</p>}
            </Pane>
          </div>
        </div>
      )}
    </Loaded>
  )
}
