// SPDX-License-Identifier: Apache-2.0
import { useEffect, useId, useRef, useState, type CSSProperties, type KeyboardEvent } from 'react'
import type { Overlay, OverlaySide } from '@/api/types'
import { t } from '@/i18n'
import { at, day, sex } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { KeyHint } from '@/ui/KeyHint'
import { nameOfPiece } from '@/ui/pieces'
import { Tag } from '@/ui/Tag'
import styles from './OverlayPanel.module.css'
import { sideOf, undecided, type Sides, type Sorted } from './overlay'

interface Props { overlay: Overlay; pieces: readonly Sorted[]; said: Sides; closed: boolean; onAssign: (keys: readonly string[], side: number) => void }

/** The pieces in the order of time, each in the column of its person. j and k move, a digit says whose it is, the space bar ticks several. */
export function SortedPieces({ overlay, pieces, said, closed, onAssign }: Props) {
  const { sides } = overlay
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState(0)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const here = Math.min(place, pieces.length - 1)
  useEffect(() => {
    if (document.activeElement === list.current) document.getElementById(`${id}-${here}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, here])
  const give = (side: number) => {
    const piece = pieces[here]
    if (closed || !piece || side >= sides.length) return
    const keys = ticked.size ? [...ticked] : [piece.key]
    onAssign(keys, side)
    setTicked(new Set())
    if (!ticked.size) setPlace(Math.min(here + 1, pieces.length - 1))
  }
  const tick = (key: string) => setTicked((before) => {
    const next = new Set(before)
    if (!next.delete(key)) next.add(key)
    return next
  })
  const focus = () => list.current?.focus()
  useHotkeys(t('Two persons'), [
    { keys: 'p', label: t('To the pieces'), run: focus },
    ...sides.slice(0, 9).map((side, index) => ({ keys: String(index + 1), label: t('This piece, or the ticked ones: {name}', { name: nameOf(side, index) }), run: () => (focus(), give(index)) })),
    { keys: '0', label: t('This piece, or the ticked ones: undecided'), run: () => (focus(), give(undecided)) },
  ])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -pieces.length, End: pieces.length }[event.key]
    if (step !== undefined) setPlace(Math.max(0, Math.min(pieces.length - 1, here + step)))
    else if (event.key === ' ' && pieces[here] && !closed) tick(pieces[here].key)
    else return
    event.preventDefault()
  }
  const columns = { '--sides': sides.length } as CSSProperties
  return (
    <div className={styles.sorted} style={columns}>
      <ul className={styles.sides} aria-label={t('The persons')}>
        {sides.map((side, index) => (
          <li key={index} className={styles.side} data-stays={side.stays || undefined}>
            <span className="row"><KeyHint keys={String(index + 1)} /><strong>{nameOf(side, index)}</strong></span>
            <span className="small num">{[day(side.birth_date), sex(side.sex)].filter(Boolean).join(' · ')}</span>
            {side.numbers.length > 0 && <span className="small">{t('came under')} <span className="mono">{side.numbers.join(', ')}</span></span>}
            <span className="small soft">{t('{n, plural, =0 {no message} one {# message} other {# messages}}', { n: side.messages.length })}, {t('{n, plural, one {# piece} other {# pieces}}', { n: pieces.filter((piece) => sideOf(piece, said) === index).length })}</span>
            {side.stays ? <Tag tone="good" icon="pin">{t('stays with this number')}</Tag> : <Tag tone="accent" icon="next">{t('goes to another record')}</Tag>}
          </li>
        ))}
      </ul>
      <div ref={list} role="listbox" aria-multiselectable tabIndex={0} aria-label={t('Pieces of the record')} aria-activedescendant={here >= 0 ? `${id}-${here}` : undefined} className={styles.pieces} onKeyDown={onKeyDown}>
        {pieces.map((piece, index) => {
          const side = sideOf(piece, said)
          return (
            <div
              key={piece.key}
              id={`${id}-${index}`}
              role="option"
              aria-selected={ticked.has(piece.key)}
              className={styles.row}
              data-here={index === here || undefined}
              onClick={(event) => (event.ctrlKey || event.metaKey ? tick(piece.key) : setPlace(index))}
            >
              <span className={styles.piece} data-side={side === undecided ? 'none' : (sides[side]?.stays ? 'stays' : 'goes')} data-ticked={ticked.has(piece.key) || undefined} style={side === undecided ? { gridColumn: '1 / -1' } : { gridColumn: side + 1 }}>
                <span className="soft small num">{at(piece.at)}</span>
                <span>{nameOfPiece(piece.type)}: <strong>{piece.title}</strong></span>
                <span className={styles.whose}>
                  {side === undecided ? <Tag tone="warn" icon="warning">{t('Undecided: nothing says whose it is')}</Tag> : <span className="read-only-by-ear">{nameOf(sides[side], side)}</span>}
                  {side !== undecided && side !== piece.proposed && <Tag icon="hand">{t('said by you')}</Tag>}
                  {ticked.has(piece.key) && <Tag tone="accent" icon="check">{t('ticked')}</Tag>}
                </span>
              </span>
            </div>
          )
        })}
      </div>
    </div>
  )
}

export const nameOf = (side: OverlaySide | undefined, index: number) => side?.name || t('Person {n}', { n: index + 1 })
