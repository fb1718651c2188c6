// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { q } from '@/api/queries'
import type { Overlay, WorkItem } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { Lines, Reason } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import { AppLink, useGo } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { PatientLine } from '@/ui/PatientBanner'
import { Said } from '@/ui/Said'
import { useMay } from '@/ui/session'
import { Copies } from './Copies'
import styles from './OverlayPanel.module.css'
import { SplitDialog } from './SplitDialog'
import { assign, piecesOf, sideOf, takenAlong, undecided, withBoth, type Sides } from './overlay'
import { SortedPieces } from './SortedPieces'

/** Two persons in one number: whose each piece is, and the way of one side to a record of its own. */
export function OverlayPanel({ item }: { item: WorkItem }) {
  const query = useQuery(q.overlay(item.id))
  return <Loaded query={query} loading={<Lines count={12} label={t('Loading the pieces')} />}>{(overlay) => <Repair overlay={withBoth(overlay)} item={item} />}</Loaded>
}

function Repair({ overlay, item }: { overlay: Overlay; item: WorkItem }) {
  const go = useGo()
  const permission = useMay('link-patients')
  const [said, setSaid] = useState<Sides>({})
  const [splitting, setSplitting] = useState(false)
  const pieces = piecesOf(overlay)
  const going = overlay.sides.flatMap((side, index) => (side.stays ? [] : [{ index, pieces: pieces.filter((piece) => sideOf(piece, said) === index) }]))
  const left = pieces.filter((piece) => sideOf(piece, said) === undecided).length
  const split = item.closed_at
    ? { allowed: false, why: t('This repair is closed.') }
    : !permission.allowed ? permission : !going.some((side) => side.pieces.length) ? { allowed: false, why: t('Say first which pieces are the other person’s.') } : permission
  const start = () => split.allowed && setSplitting(true)
  const { patient } = item
  useHotkeys(t('Two persons'), [
    ...(patient ? [{ keys: 'o', label: t('Open the chart'), run: () => go(paths.chart(patient.id)) }] : []),
    { keys: 'm', label: t('Split: bring a side to a record of its own'), run: start },
  ])
  return (
    <div className={styles.repair}>
      {patient && <AppLink to={paths.chart(patient.id)} className="plain"><PatientLine patient={patient} /></AppLink>}
      {item.reason && <Reason tone="info" title={t('Why it waits')}><Said>{item.reason.sentence}</Said></Reason>}
      {overlay.frozen && <Reason title={t('The record is frozen')}>{t('Nothing is filed to it without a person, and it takes part in no merge, until this repair is finished.')}</Reason>}
      <Pane title={t('Whose is what')} flush actions={<Act size="compact-sm" variant="filled" hint="m" {...split} onClick={start}>{t('Split…')}</Act>}>
        <SortedPieces overlay={overlay} pieces={pieces} said={said} closed={!!item.closed_at || !permission.allowed} onAssign={(keys, side) => setSaid((before) => assign(pieces, before, keys, side))} />
        {left > 0 && <p className={styles.note} role="status">{t('{n, plural, one {# piece is} other {# pieces are}} undecided, and would stay with this number.', { n: left })}</p>}
      </Pane>
      <Copies item={item.id} />
      {splitting && (
        <SplitDialog
          item={item}
          overlay={overlay}
          choices={going.filter((side) => side.pieces.length).map((side) => ({ ...side, along: takenAlong(pieces, said, side.index) }))}
          onClose={() => setSplitting(false)}
          onDone={() => (setSaid({}), setSplitting(false))}
        />
      )}
    </div>
  )
}
