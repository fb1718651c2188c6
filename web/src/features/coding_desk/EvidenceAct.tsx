// SPDX-License-Identifier: Apache-2.0
import { useContext, useEffect } from 'react'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { useHotkeys } from '@/ui/hotkeys'
import type { ReaderAct } from '@/ui/reader_acts'
import { failed } from '@/ui/toasts'
import { DeskContext } from './desk_context'

/** In the desk's reader: marked words become the evidence of the chosen code. */
export function EvidenceAct({ document, pageNow }: ReaderAct) {
  const { code, pageNow: said, addEvidence } = useContext(DeskContext)
  useEffect(() => {
    if (said) said.current = pageNow
  })
  const take = () => {
    const quote = window.getSelection()?.toString().replace(/\s+/g, ' ').trim() ?? ''
    if (!quote) return failed(t('Mark the words in the document first.'))
    addEvidence?.({ document: document.resource ?? { type: 'DocumentReference', id: document.id }, page: pageNow(), quote })
  }
  useHotkeys(t('Reader'), addEvidence ? [{ keys: 'e', label: t('What is marked is evidence of the chosen code'), run: take }] : [])
  if (!addEvidence) return null
  return <Act size="compact-sm" hint="e" onClick={take}>{code ? t('Evidence of {code}', { code }) : t('Evidence')}</Act>
}
