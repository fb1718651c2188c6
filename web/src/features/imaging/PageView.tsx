// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '@/api/client'
import { q } from '@/api/queries'
import type { ScanBox, ScanPage } from '@/api/types'
import { t } from '@/i18n'
import { EmptyState, Reason } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { Said } from '@/ui/Said'
import { roleNames } from './batch'
import styles from './PageView.module.css'

export interface Mark { box: ScanBox; tone: 'hit' | 'good' | 'bad'; says: string }
interface Props { page: ScanPage; marks: readonly Mark[]; children?: React.ReactNode }

const folded = (text: string) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')

/** One page large and upright, with the places that speak for or against the index, and the words that are looked for. */
export function PageView({ page, marks, children }: Props) {
  const [find, setFind] = useState('')
  const [asCame, setAsCame] = useState(false)
  const [zoom, setZoom] = useState(1)
  const [broken, setBroken] = useState('')
  const words = useQuery({ ...q.scanWords(page.id), enabled: page.has_words })
  useEffect(() => setAsCame(false), [page.id])
  const wanted = folded(find.trim())
  const hits: Mark[] = wanted.length > 1 ? (words.data?.items ?? []).filter((word) => folded(word.text).includes(wanted)).map((word) => ({ box: word.box, tone: 'hit' as const, says: word.text })) : []
  useHotkeys(t('Page'), [
    { keys: 'f', label: t('Find words on the page'), run: () => document.querySelector<HTMLInputElement>('#scan-find')?.focus() },
    { keys: 'v', label: t('The page as it came, or straightened'), run: () => setAsCame(!asCame) },
    { keys: '+', label: t('Larger'), run: () => setZoom(Math.min(4, zoom * 1.25)) },
    { keys: '-', label: t('Smaller'), run: () => setZoom(Math.max(0.25, zoom / 1.25)) },
    { keys: '0', label: t('Fit the width'), run: () => setZoom(1) },
  ])
  const [width, height] = [words.data?.width || page.width || 100, words.data?.height || page.height || 140]
  const onSide = page.turned === 90 || page.turned === 270
  const turn = { 0: '', 90: `translate(${height} 0) rotate(90)`, 180: `translate(${width} ${height}) rotate(180)`, 270: `translate(0 ${width}) rotate(270)` }[page.turned] ?? ''
  const title = t('Page {n}, {role}', { n: page.number, role: t(roleNames[page.role]).toLowerCase() })
  return (
    <section className={styles.view} aria-label={title}>
      <div className={styles.bar}>
        {children}
        <div className="row push">
          <TextInput id="scan-find" aria-label={t('Find words on the page')} placeholder={t('Find')} w={120} value={find} onChange={(event) => setFind(event.currentTarget.value)} onKeyDown={(event) => event.key === 'Escape' && (setFind(''), document.querySelector<HTMLElement>('#scan-strip [aria-current]')?.focus())} />
          <span className="small soft" role="status">{wanted.length > 1 ? t('{n, plural, one {# hit} other {# hits}}', { n: hits.length }) : ''}</span>
          <Button aria-pressed={asCame} variant={asCame ? 'filled' : 'default'} onClick={() => setAsCame(!asCame)}>{t('As it came')}</Button>
        </div>
      </div>
      {page.problem && <Reason tone="bad" title={t('This page could not be read')}><Said>{page.problem}</Said></Reason>}
      {page.reason && <Reason tone="warn" title={t('Left out')}><Said>{page.reason}</Said></Reason>}
      <div className={styles.paper} tabIndex={0} role="region" aria-label={t('Page image')}>
        {broken === page.id ? (
          <EmptyState icon="warning" title={t('The image cannot be shown')} action={<a href={api.scanImageUrl(page.id, 'original')}>{t('Open the page as it came')}</a>} />
        ) : asCame ? (
          <img key={page.id} className={styles.came} src={api.scanImageUrl(page.id, 'original')} alt={title} style={{ width: `${zoom * 100}%` }} onError={() => setBroken(page.id)} />
        ) : (
          <svg key={page.id} className={styles.sheet} role="img" aria-label={title} viewBox={onSide ? `0 0 ${height} ${width}` : `0 0 ${width} ${height}`} style={{ width: `${zoom * 100}%` }}>
            <g transform={turn}>
              <image href={api.scanImageUrl(page.id)} width={width} height={height} preserveAspectRatio="none" onError={() => setBroken(page.id)} />
              {[...marks, ...hits].map(({ box, tone, says }, index) => (
                <rect key={index} className={styles.mark} data-tone={tone} x={box.left - 4} y={box.top - 4} width={box.width + 8} height={box.height + 8} vectorEffect="non-scaling-stroke"><title>{says}</title></rect>
              ))}
            </g>
          </svg>
        )}
      </div>
    </section>
  )
}
