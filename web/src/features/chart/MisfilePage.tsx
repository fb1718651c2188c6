// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { api } from '@/api/client'
import { q } from '@/api/queries'
import type { Misfile, MisfileSign } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { AppLink } from '@/ui/navigate'
import styles from './MisfilePanel.module.css'

/** The page itself, with the places marked that speak for somebody else. */
export function MisfilePage({ misfile, number }: { misfile: Misfile; number: number }) {
  const signs = misfile.signs.filter((sign) => sign.page === number)
  const image = misfile.pages.find((page) => page.number === number)?.image
  if (image) return <PageImage image={image} number={number} signs={signs} />
  if (misfile.text) return <PageText text={misfile.text.split('\f')[number - 1] ?? ''} signs={signs} />
  return (
    <div className={styles.elsewhere}>
      <PageQuotes signs={signs} />
      <AppLink to={paths.document(misfile.document.id)}>{t('Open the document')}</AppLink>
    </div>
  )
}

/** A page that stands in a file from elsewhere: its lines that speak for somebody else, in its own words. */
function PageQuotes({ signs }: { signs: readonly MisfileSign[] }) {
  const quotes = signs.flatMap(({ quote }) => (quote ? [quote] : []))
  const lines = [...new Set(quotes.map(({ line }) => line))]
  if (!lines.length) return null
  return (
    <div className={styles.quotes} tabIndex={0} role="region" aria-label={t('What the page says')}>
      {lines.map((line) => (
        <blockquote key={line} className={styles.quote}>{marked(line, quotes.filter((quote) => quote.line === line).map(({ from, length }) => ({ from, until: from + length })))}</blockquote>
      ))}
    </div>
  )
}

function PageImage({ image, number, signs }: { image: string; number: number; signs: readonly MisfileSign[] }) {
  const words = useQuery(q.scanWords(image))
  const [width, height] = [words.data?.width || 2550, words.data?.height || 3300]
  return (
    <div className={styles.paper} tabIndex={0} role="region" aria-label={t('Page image')}>
      <svg className={styles.sheet} role="img" aria-label={t('Page {n}', { n: number })} viewBox={`0 0 ${width} ${height}`}>
        <image href={api.scanImageUrl(image)} width={width} height={height} preserveAspectRatio="none" />
        {words.data && signs.map(({ box, says }, index) => (
          <rect key={index} className={styles.mark} x={box.left - 4} y={box.top - 4} width={box.width + 8} height={box.height + 8} vectorEffect="non-scaling-stroke"><title>{says}</title></rect>
        ))}
      </svg>
    </div>
  )
}

/** A text: the boxes are columns and lines. */
function PageText({ text, signs }: { text: string; signs: readonly MisfileSign[] }) {
  return (
    <pre className={styles.text} tabIndex={0} role="region" aria-label={t('Page text')}>
      {text.split('\n').map((line, index) => <span key={index}>{marked(line, signs.filter((sign) => sign.box.top === index).map(({ box }) => ({ from: box.left, until: box.left + box.width })))}{'\n'}</span>)}
    </pre>
  )
}

/** Places are bytes of UTF-8. */
function marked(line: string, places: readonly { from: number; until: number }[]) {
  const bytes = new TextEncoder().encode(line)
  const cut = (from: number, until?: number) => new TextDecoder().decode(bytes.slice(from, until))
  const spans = [...places].sort((a, b) => a.from - b.from)
  const parts: React.ReactNode[] = []
  let place = 0
  for (const { from, until } of spans) {
    if (from < place) continue
    parts.push(cut(place, from), <mark key={from} className={styles.marked}>{cut(from, until)}</mark>)
    place = until
  }
  return [...parts, cut(place)]
}
