// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { Reason } from '@/ui/Empty'
import { brief, due, words } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { KeyHint } from '@/ui/KeyHint'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Page, Pane } from '@/ui/Page'
import { Tag } from '@/ui/Tag'
import { done, failed } from '@/ui/toasts'
import styles from './Paper.module.css'

/** The hunt for a missing volume: the likeliest place first; every look in vain moves the others up. */
export function HuntPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const client = useQueryClient()
  const query = useQuery(q.paperHunt(id))
  const [busy, setBusy] = useState(false)
  const first = query.data?.suggestions[0]
  const look = async (spot: string, found: boolean) => {
    if (busy) return
    setBusy(true)
    try {
      const hunt = await api.lookForPaper(id, { spot, found })
      client.setQueryData(q.paperHunt(id).queryKey, hunt)
      done(found ? t('Found: the hunt is over') : t('Kept: the list follows'))
      void client.invalidateQueries({ queryKey: ['paper'], refetchType: 'none' })
    } catch (error) {
      failed(asProblem(error).message)
    } finally {
      setBusy(false)
    }
  }
  useHotkeys(t('Hunt'), [
    { keys: 'n', label: t('Not at the first place'), run: () => first && void look(first.spot, false), atOnce: true, ready: !query.isPending },
    { keys: 'f', label: t('Found at the first place'), run: () => first && void look(first.spot, true), atOnce: true, ready: !query.isPending },
  ])
  return (
    <Page title={t('Hunt for a missing volume')}>
      <Loaded query={query}>
        {(hunt) => (
          <div className={styles.grid}>
            <Pane title={t('Missing')}>
              <p className="row">
                <span className={styles.number}>{hunt.volume.filed_as}</span> {words(hunt.volume.kind)} {t('vol. {n}', { n: hunt.volume.number })}
                {hunt.state_title && <Tag tone="bad">{said(hunt.state_title)}</Tag>} {hunt.due_at && <span className="soft">{due(hunt.due_at)}</span>}
              </p>
              <p>{t('Last known place')}: {hunt.volume.place?.path} · <AppLink to={paths.paperVolume(hunt.volume.barcode)}>{t('Open the volume')}</AppLink>{hunt.item && <> · <AppLink to={paths.worklist('missing-volume', { item: hunt.item })}>{t('As a worklist')}</AppLink></>}</p>
              {!hunt.item && <Reason tone="good">{t('Nobody misses it now.')}</Reason>}
            </Pane>
            <Pane title={t('Where to look')}>
              <ol className={styles.list} aria-label={t('Where to look')}>
                {hunt.suggestions.map((one, index) => (
                  <li key={one.spot} className="row">
                    <span className="num">{(one.per_mille / 10).toFixed(1)} %</span>
                    <span>{one.words} <span className="soft">({one.because.map((clue) => words(clue)).join(', ')})</span></span>
                    {one.looked > 0 && <Tag tone="plain">{t('{n, plural, one {looked once} other {looked # times}}', { n: one.looked })}</Tag>}
                    {hunt.item && (
                      <span className="push row">
                        <Button size="compact-sm" rightSection={index ? undefined : <KeyHint keys="n" />} disabled={busy} onClick={() => void look(one.spot, false)}>{t('Not there')}</Button>
                        <Button size="compact-sm" variant="filled" rightSection={index ? undefined : <KeyHint keys="f" />} disabled={busy} onClick={() => void look(one.spot, true)}>{t('Found')}</Button>
                      </span>
                    )}
                  </li>
                ))}
              </ol>
              <p className="soft small">{t('Somewhere else: {percent}. By rule {rule}.', { percent: `${(hunt.elsewhere_per_mille / 10).toFixed(1)} %`, rule: hunt.rule })}</p>
            </Pane>
            {hunt.looks.length > 0 && (
              <Pane title={t('Looks')}>
                <ul className={styles.list}>{hunt.looks.map((one) => <li key={`${one.at}-${one.spot}`}>{brief(one.at)} · {one.by?.name} · {hunt.suggestions.find((it) => it.spot === one.spot)?.words ?? one.spot} · {one.found ? t('Found') : t('Not there')}</li>)}</ul>
              </Pane>
            )}
          </div>
        )}
      </Loaded>
    </Page>
  )
}
