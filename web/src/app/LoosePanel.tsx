// SPDX-License-Identifier: Apache-2.0
import { LooseDocumentPanel } from '@/features/chart/LooseDocumentPanel'
import { MessageReading } from '@/features/messages/MessageReading'
import type { PanelProps } from '@/features/worklists/panels'

/** A loose document came by scan, fax or hand as a file, or inside a message that is not filed yet. */
export function LoosePanel({ item, onDone }: PanelProps) {
  const inMessage = item.subject.type.toLowerCase() === 'message'
  return <LooseDocumentPanel item={item} onDone={onDone} preview={inMessage ? <MessageReading id={item.subject.id} /> : undefined} />
}
