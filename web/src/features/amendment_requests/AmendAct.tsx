// SPDX-License-Identifier: Apache-2.0
import { lazy, Suspense, useState } from 'react'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { useHotkeys } from '@/ui/hotkeys'
import type { ReaderAct } from '@/ui/reader_acts'
import { useMay } from '@/ui/session'

const ReceiveDialog = lazy(async () => ({ default: (await import('./ReceiveDialog')).ReceiveDialog }))

/** In a reader: the patient asks to have this entry amended; what is marked is what is disputed. */
export function AmendAct({ document, patient }: ReaderAct) {
  const handles = useMay('produce-records')
  const [quote, setQuote] = useState<string>()
  const begin = () => setQuote(window.getSelection()?.toString().replace(/\s+/g, ' ').trim() ?? '')
  useHotkeys(t('Reader'), handles.allowed ? [{ keys: 'shift+a', label: t('The patient asks to amend this'), run: begin }] : [])
  if (!handles.allowed) return null
  return (
    <>
      <Act size="compact-sm" hint="Shift+A" onClick={begin}>{t('Patient asks to amend this…')}</Act>
      {quote !== undefined && <Suspense><ReceiveDialog patient={patient} document={{ ...(document.resource ?? { type: 'DocumentReference', id: document.id }), title: document.title }} quote={quote} onClose={() => setQuote(undefined)} /></Suspense>}
    </>
  )
}
