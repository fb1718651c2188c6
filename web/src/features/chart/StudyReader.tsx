// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { q } from '@/api/queries'
import type { ImagingObject, ImagingStudyView } from '@/api/types'
import { known, t } from '@/i18n'
import { paths } from '@/paths'
import { EmptyState, Lines } from '@/ui/Empty'
import { at } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { KeyHint } from '@/ui/KeyHint'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Facts, Pane } from '@/ui/Page'
import styles from './StudyReader.module.css'

/** A study of the chart: its series, a picture of the chosen object, and what the object says of itself. */
export function StudyReader({ id }: { id: string }) {
  const query = useQuery(q.imagingStudy(id))
  return <Loaded query={query} loading={<Lines count={12} label={t('Loading the study')} />}>{(study) => <Study study={study} />}</Loaded>
}

function Study({ study }: { study: ImagingStudyView }) {
  const objects = study.series.flatMap((one) => one.objects)
  const [chosen, setChosen] = useState(objects[0]?.id)
  const place = Math.max(0, objects.findIndex((one) => one.id === chosen))
  const object = objects[place]
  const step = (by: number) => setChosen(objects[Math.min(objects.length - 1, Math.max(0, place + by))]?.id)
  useHotkeys(t('Study'), [
    { keys: 'a', label: t('Next object'), run: () => step(1), ready: objects.length > 1 },
    { keys: 'shift+a', label: t('Object before'), run: () => step(-1), ready: objects.length > 1 },
    ...(study.viewer_url ? [{ keys: 'v', label: t('Open in the viewer'), run: () => window.open(study.viewer_url, '_blank', 'noopener') }] : []),
  ])
  return (
    <div className={styles.study}>
      <Pane title={study.title}>
        <Facts facts={[{ name: t('When'), value: at(study.started) }, { name: t('Accession number'), value: study.accession }, { name: t('Asked for by'), value: study.referrer }, { name: t('Order'), value: study.order && <span className="mono">{study.order}</span> }]} />
        {study.viewer_url && <Button component="a" href={study.viewer_url} target="_blank" rel="noopener noreferrer" size="compact-sm" rightSection={<KeyHint keys="v" />}>{t('Open in the viewer')}</Button>}
      </Pane>
      {object ? <ObjectView key={object.id} object={object} /> : <EmptyState icon="pages" title={t('Its pictures are elsewhere')}>{t('Another system told of this study; no object of it came here.')}</EmptyState>}
      {objects.length > 0 && (
        <Pane title={t('Series')}>
          {study.series.map((series) => (
            <div key={series.uid}>
              <h3 className={styles.series}>{series.number !== undefined && `${series.number} `}{series.title ?? <span lang={known(series.modality_title) ? undefined : 'en'}>{known(series.modality_title) ?? series.modality_title}</span>}</h3>
              <ul className={styles.objects}>
                {series.objects.map((one) => (
                  <li key={one.id}><button type="button" className={styles.object} aria-pressed={one.id === object?.id} onClick={() => setChosen(one.id)}>{one.number} <span lang="en">{one.title}</span>{one.frames > 1 && <span className="soft"> {t('{n} frames', { n: one.frames })}</span>}</button></li>
                ))}
              </ul>
            </div>
          ))}
        </Pane>
      )}
    </div>
  )
}

/** One object: its frames by keys, its words, the file itself. Also for what is held, before it stands in a chart. */
export function ObjectView({ object }: { object: ImagingObject }) {
  const query = useQuery(q.imagingObject(object.id))
  const [frame, setFrame] = useState(1)
  const turn = (by: number) => setFrame((now) => Math.min(Math.max(1, object.frames), Math.max(1, now + by)))
  useHotkeys(t('Picture'), object.frames > 1 ? [{ keys: '.', label: t('Next frame'), run: () => turn(1) }, { keys: ',', label: t('Frame before'), run: () => turn(-1) }] : [])
  return (
    <>
      <Pane title={t('Picture')} actions={<>
        {object.frames > 1 && <>
          <Button size="compact-xs" rightSection={<KeyHint keys="," />} disabled={frame === 1} onClick={() => turn(-1)}>{t('Frame before')}</Button>
          <span className="num" role="status">{t('Frame {at} of {total}', { at: frame, total: object.frames })}</span>
          <Button size="compact-xs" rightSection={<KeyHint keys="." />} disabled={frame === object.frames} onClick={() => turn(1)}>{t('Next frame')}</Button>
        </>}
        <Button component="a" size="compact-xs" href={api.imagingOriginalUrl(object.id)} download={`${object.instance}.dcm`}>{t('The file as it came')}</Button>
      </>}>
        {object.has_picture ? (
          <div className={styles.picture} tabIndex={0} role="region" aria-label={t('Picture of the object')}><img src={api.imagingFrameUrl(object.id, frame)} alt={t('{title}, frame {n}', { title: object.title, n: frame })} /></div>
        ) : object.document ? <p><AppLink to={paths.document(object.document)}>{t('Open the document')}</AppLink></p> : null}
        {object.note && <p className="soft small" lang="en">{object.note}</p>}
        {object.has_picture && <p className="soft small">{t('For finding, not for diagnosis.')}</p>}
      </Pane>
      <Loaded query={query}>
        {(one) => (
          <>
            {one.report && <Pane title={t('What the report says')}><pre className={styles.report} tabIndex={0}>{one.report}</pre></Pane>}
            <Pane title={t('What the object says')}><dl className={styles.words} lang="en">{one.words.map((word) => <div key={word.name}><dt>{word.name}</dt><dd>{word.value}</dd></div>)}</dl></Pane>
          </>
        )}
      </Loaded>
    </>
  )
}
