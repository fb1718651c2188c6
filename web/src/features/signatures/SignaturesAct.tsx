// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { useHotkeys } from '@/ui/hotkeys'
import type { ReaderAct } from '@/ui/reader_acts'
import { useMay } from '@/ui/session'
import { readied } from './mine'
import { Signed } from './Signed'

const SignDialog = lazy(async () => ({ default: (await import('./SignDialog')).SignDialog }))
const AmendDialog = lazy(async () => ({ default: (await import('./AmendDialog')).AmendDialog }))

/** In a reader: who signed it and what follows it; signing it, and adding to it. */
export function SignaturesAct({ document }: ReaderAct) {
  const client = useQueryClient()
  const signs = useMay('sign-documents')
  const { data } = useQuery({ ...q.signable(document.id), retry: false })
  const [asking, setAsking] = useState<'sign' | 'amend'>()
  const ready = data && readied(data)
  const canAmend = signs.allowed && !!data?.is_final && !data.is_gone
  useHotkeys(t('Reader'), [
    ...(signs.allowed && ready ? [{ keys: 'shift+s', label: t('Sign this document'), run: () => setAsking('sign') }] : []),
    ...(canAmend ? [{ keys: 'shift+d', label: t('Add to it, correct it, take it back'), run: () => setAsking('amend') }] : []),
  ])
  if (!data) return null
  const settled = () => {
    setAsking(undefined)
    void client.invalidateQueries()
  }
  return (
    <>
      <Signed document={data} />
      {signs.allowed && ready && <Act size="compact-sm" hint="Shift+S" onClick={() => setAsking('sign')}>{t('Sign…')}</Act>}
      {canAmend && <Act size="compact-sm" hint="Shift+D" onClick={() => setAsking('amend')}>{t('Add or correct…')}</Act>}
      <Suspense>
        {asking === 'sign' && ready && <SignDialog documents={[ready]} onClose={() => setAsking(undefined)} onSigned={settled} />}
        {asking === 'amend' && <AmendDialog document={data} onClose={() => setAsking(undefined)} onDone={settled} />}
      </Suspense>
    </>
  )
}
