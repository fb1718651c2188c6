// SPDX-License-Identifier: Apache-2.0
import type { MessageState } from '@/api/types'
import type { IconName } from '@/ui/icons'
import { words } from '@/ui/format'
import { Tag, type Tone } from '@/ui/Tag'

const faces: Record<MessageState, [Tone, IconName]> = {
  filed: ['good', 'check'], held: ['warn', 'warning'], ignored: ['plain', 'minus'], stored: ['info', 'clock'], refused: ['bad', 'stop'], duplicate: ['plain', 'columns'],
}

export function StateTag({ state }: { state: MessageState }) {
  const [tone, icon] = faces[state] ?? ['plain', 'info']
  return <Tag tone={tone} icon={icon}>{words(state)}</Tag>
}
