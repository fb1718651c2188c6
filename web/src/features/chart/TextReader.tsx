// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { Problem } from '@/api/http'
import { Loaded } from '@/ui/Loaded'
import styles from './DocumentReader.module.css'
import { textOfRtf } from './rtf'

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
export function TextReader({ id, url, rtf, scale }: { id: string; url: string; rtf: boolean; scale: number }) {
  const query = useQuery({ queryKey: ['document', id, 'text', url], queryFn: ({ signal }) => textAt(url, signal), staleTime: 300_000 })
  return (
    <Loaded query={query}>
      {(text) => (
        <div className={styles.paper} tabIndex={0} role="region" aria-label="Text of the document">
          <pre className={styles.text} style={{ fontSize: `${0.875 * scale}rem` }}>{rtf ? textOfRtf(text) : text}</pre>
        </div>
      )}
    </Loaded>
  )
}
