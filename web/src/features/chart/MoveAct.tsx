// SPDX-License-Identifier: Apache-2.0
import { useRef, useState } from 'react'
import type { PatientBrief, RecordMove } from '@/api/types'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { useHotkeys } from '@/ui/hotkeys'
import { useMay } from '@/ui/session'
import { MoveDialog, type Piece } from './MoveDialog'

/** Offers to bring what is open to the right patient. */
export function MoveAct({ piece, from, onMoved }: { piece: Piece; from: PatientBrief; onMoved?: (move: RecordMove) => void }) {
  const permission = useMay('link-patients')
  const [asking, setAsking] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const start = () => {
    if (!permission.allowed) return
    // The dialog gives the focus back to what had it: by the key alone, nothing may have.
    if (document.activeElement === document.body) box.current?.querySelector('button')?.focus()
    setAsking(true)
  }
  useHotkeys(t('Chart'), [{ keys: 'm', label: t('Move to another patient…'), run: start }])
  return (
    <div ref={box}>
      <Act size="compact-sm" hint="m" {...permission} onClick={start}>{t('Move to another patient…')}</Act>
      {asking && <MoveDialog piece={piece} from={from} onClose={() => setAsking(false)} onMoved={(move) => onMoved?.(move)} />}
    </div>
  )
}
