// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { PaperPlace } from '@/api/types'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { brief } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { Pane } from '@/ui/Page'
import { done, failed } from '@/ui/toasts'
import styles from './Paper.module.css'

/** What has been quiet for so long that it may leave the house: by a range of terminal digits, prepared as a box. */
export function RetirementPane({ vendors, onOrder }: { vendors: PaperPlace[]; onOrder: (order: string) => void }) {
  const client = useQueryClient()
  const { data: found } = useQuery(q.paperPlaces('room'))
  const rooms = (found ?? []).filter((one) => one.kind === 'room')
  const [form, setForm] = useState({ room: '', from: '00', until: '99', box: '', vendor: '' })
  const [asked, setAsked] = useState({ room: '', from: '', until: '' })
  const query = useQuery(q.retirement(asked.room, asked.from, asked.until))
  const set = (name: keyof typeof form) => (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value })
  const room = form.room || rooms[0]?.id || ''
  const vendor = form.vendor || vendors[0]?.id || ''
  const look = (event: FormEvent) => {
    event.preventDefault()
    setAsked({ room, from: form.from.trim(), until: form.until.trim() })
  }
  const prepare = async (volumes: string[]) => {
    try {
      const made = await api.newOffSiteBox({ vendor, name: form.box, volumes })
      done(t('The box is prepared; send the order, then scan each volume into it.'))
      await client.invalidateQueries({ queryKey: ['paper'] })
      onOrder(made.order.id)
    } catch (error) {
      failed(asProblem(error).message)
    }
  }
  return (
    <Pane title={t('What may leave the house')}>
      <div className="stack">
        <form className={styles.scan} onSubmit={look}>
          <NativeSelect label={t('Room')} value={room} onChange={set('room')} data={rooms.map((one) => ({ value: one.id, label: one.path }))} />
          <TextInput label={t('From section')} value={form.from} onChange={set('from')} autoComplete="off" />
          <TextInput label={t('To section')} value={form.until} onChange={set('until')} autoComplete="off" />
          <Button type="submit">{t('List what is quiet')}</Button>
        </form>
        {asked.room && (
          <Loaded query={query}>
            {(list) => (
              <>
                <p role="status">{t('{n, plural, one {# volume} other {# volumes}} quiet since {day}; {busy, plural, one {# more whose patient was here} other {# more whose patients were here}}.', { n: list.total, day: brief(list.quiet_since), busy: list.busy })}</p>
                <ul className={styles.list} aria-label={t('What may leave the house')}>{list.items.slice(0, list.volumes_a_box).map((one) => <li key={one.id} className="row"><span className={styles.number}>{one.filed_as}</span> {t('vol. {n}', { n: one.number })} <span className="soft">{one.place?.path} · {brief(one.since)}</span></li>)}</ul>
                {list.total > 0 && (
                  <div className={styles.scan}>
                    <TextInput label={t('Number of the box')} value={form.box} onChange={set('box')} autoComplete="off" />
                    <NativeSelect label={t('Vendor')} value={vendor} onChange={set('vendor')} data={vendors.map((one) => ({ value: one.id, label: one.name }))} />
                    <Act onClick={() => void prepare(list.items.slice(0, list.volumes_a_box).map((one) => one.id))} allowed={!!form.box.trim() && !!vendor} why={t('Say the number of the box.')}>{t('Prepare a box of the first {n}', { n: Math.min(list.total, list.volumes_a_box) })}</Act>
                  </div>
                )}
              </>
            )}
          </Loaded>
        )}
      </div>
    </Pane>
  )
}
