// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { Dialog } from '@/ui/Dialog'
import { EmptyState } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import type { ReaderAct } from '@/ui/reader_acts'

const CopySteps = lazy(async () => ({ default: (await import('./Steps')).CopySteps }))

/** In a reader: who has this document, in which version, with what shows it. */
export function WhoHasAct({ document }: ReaderAct) {
  const [isOpen, setOpen] = useState(false)
  useHotkeys(t('Reader'), [{ keys: 'shift+w', label: t('Who has this'), run: () => setOpen(true) }])
  return (
    <>
      <Act size="compact-sm" hint="Shift+W" onClick={() => setOpen(true)}>{t('Who has this…')}</Act>
      {isOpen && <WhoHas type={document.resource?.type ?? 'DocumentReference'} id={document.resource?.id ?? document.id} onClose={() => setOpen(false)} />}
    </>
  )
}

function WhoHas({ type, id, onClose }: { type: string; id: string; onClose: () => void }) {
  const query = useQuery(q.whoHas(type, id))
  return (
    <Dialog title={t('Who has this')} wide onClose={onClose} footer={<Button data-autofocus onClick={onClose}>{t('Close')}</Button>}>
      <Loaded query={query} isEmpty={(data) => !data.items.length} empty={<EmptyState icon="check" title={t('Nobody was given a copy')} />}>
        {({ items }) => <Suspense><div className="stack">{[...items].reverse().map((one) => <CopySteps key={one.id} copy={one} />)}</div></Suspense>}
      </Loaded>
    </Dialog>
  )
}
