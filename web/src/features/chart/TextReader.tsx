// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, type ReactNode } from 'react'
import { Problem } from '@/api/http'
import { t } from '@/i18n'
import { Loaded } from '@/ui/Loaded'
import { scrollWithin } from '@/ui/scroll'
import styles from './DocumentReader.module.css'
import { placesOf } from './find'
import { textOfHtml } from './html'
import { textOfRtf } from './rtf'
import type { Find } from './useFind'

async function textAt(url: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(url, { credentials: 'same-origin', signal })
  if (!response.ok) throw new Problem({ status: response.status, title: response.statusText })
  const bytes = await response.arrayBuffer()
  const charset = /charset=([\w-]+)/i.exec(response.headers.get('content-type') ?? '')?.[1]
  // Without a stated character set: UTF-8 if it is that, else what old systems send.
  try {
    return new TextDecoder(charset ?? 'utf-8', { fatal: !charset }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** Words as they came, lines kept. */
export function TextReader({ id, url, kind, scale, find }: { id: string; url: string; kind: 'text' | 'rtf' | 'html'; scale: number; find: Find }) {
  const query = useQuery({ queryKey: ['document', id, 'text', url], queryFn: ({ signal }) => textAt(url, signal), staleTime: 300_000 })
  return <Loaded query={query}>{(text) => <Words text={kind === 'rtf' ? textOfRtf(text) : kind === 'html' ? textOfHtml(text) : text} scale={scale} find={find} />}</Loaded>
}

function Words({ text, scale, find }: { text: string; scale: number; find: Find }) {
  const paper = useRef<HTMLDivElement>(null)
  const places = useMemo(() => placesOf(text, find.asked), [text, find.asked])
  const { tell, at } = find
  useEffect(() => tell(places.length), [tell, places])
  useEffect(() => {
    scrollWithin(paper.current, paper.current?.querySelector('mark[aria-current]'), 'center')
  }, [at, places])
  const parts: ReactNode[] = []
  let end = 0
  places.forEach((place, index) => {
    parts.push(text.slice(end, place.start), <mark key={index} className={styles.hit} aria-current={index === at ? 'true' : undefined}>{text.slice(place.start, place.end)}</mark>)
    end = place.end
  })
  return (
    <div ref={paper} className={styles.paper} tabIndex={0} role="region" aria-label={t('Text of the document')}>
      <pre className={styles.text} style={{ fontSize: `${0.875 * scale}rem` }}>{parts}{text.slice(end)}</pre>
    </div>
  )
}
