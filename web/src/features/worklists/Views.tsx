// SPDX-License-Identifier: Apache-2.0
import { ActionIcon, Button, Checkbox, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { View } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Dialog } from '@/ui/Dialog'
import { EmptyState } from '@/ui/Empty'
import { Icon } from '@/ui/icons'
import { AppLink, type Search } from '@/ui/navigate'
import { Tag } from '@/ui/Tag'
import { done, failed } from '@/ui/toasts'
import { viewQuery } from './filters'
import styles from './Views.module.css'

/** Filters with a name: one's own, shared with the team, pinned to the navigation. */
export function Views({ kind, search, onClose }: { kind: string; search: Search; onClose: () => void }) {
  const client = useQueryClient()
  const { data } = useQuery(q.views())
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const [pinned, setPinned] = useState(true)
  const refresh = () => client.invalidateQueries({ queryKey: ['views'] })
  const save = useMutation({
    mutationFn: () => api.saveView({ kind, name: name.trim(), query: viewQuery(search), shared, pinned }),
    onSuccess: (view) => {
      void refresh()
      done(t('View “{name}” saved.', { name: view.name }))
      onClose()
    },
  })
  const drop = useMutation({
    mutationFn: (view: View) => api.deleteView(view.id),
    onSuccess: (_, { kind, name, query, shared, pinned }) => {
      void refresh()
      done(t('View “{name}” deleted.', { name }), () => void api.saveView({ kind, name, query, shared, pinned }).then(refresh, (error) => failed(asProblem(error).message)))
    },
  })
  const views = data?.filter((view) => view.kind === kind) ?? []
  return (
    <Dialog title={t('Views')} onClose={onClose} onSubmit={() => name.trim() && save.mutate()}>
      {views.length > 0 ? (
        <ul className={styles.list} aria-label={t('Saved views')}>
          {views.map((view) => (
            <li key={view.id} className={styles.line}>
              <AppLink to={paths.worklist(kind, Object.fromEntries(new URLSearchParams(view.query)))} onClick={onClose}>{view.name}</AppLink>
              {view.pinned && <Tag icon="pin">{t('Pinned')}</Tag>}
              {view.shared && <Tag icon="share">{t('Shared')}</Tag>}
              {view.mine && <ActionIcon className="push" aria-label={t('Delete the view {name}', { name: view.name })} onClick={() => drop.mutate(view)}><Icon name="close" size={13} /></ActionIcon>}
            </li>
          ))}
        </ul>
      ) : (
        <EmptyState icon="pin" title={t('No saved views yet')}>{t('Filter and sort the list, then give it a name here.')}</EmptyState>
      )}
      <TextInput label={t('Save what is shown now as')} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
      <div className="row">
        <Checkbox label={t('Pin to the navigation')} checked={pinned} onChange={(event) => setPinned(event.currentTarget.checked)} />
        <Checkbox label={t('Share with everybody')} checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />
        <span className="push"><Button type="submit" variant="filled" loading={save.isPending} disabled={!name.trim()}>{t('Save view')}</Button></span>
      </div>
    </Dialog>
  )
}
