// SPDX-License-Identifier: Apache-2.0
import type { ScanBatchRow } from '@/api/types'
import { Said } from '@/ui/Said'
import { Tag } from '@/ui/Tag'
import { faceOf } from './batch'

export function StateTag({ batch }: { batch: Pick<ScanBatchRow, 'state' | 'state_title'> }) {
  const [tone, icon] = faceOf(batch.state)
  return <Tag tone={tone} icon={icon}><Said>{batch.state_title}</Said></Tag>
}
