// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import { said, t } from '@/i18n'
import { EmptyState } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { Said } from '@/ui/Said'
import { VolumeCard } from './VolumeCard'

/** A volume to which a link led. */
export function VolumeByCode({ code }: { code: string }) {
  const query = useQuery(q.paperScan(code))
  return (
    <Loaded query={query}>
      {(found) =>
        found.volume ? (
          <VolumeCard view={{ volume: found.volume, history: found.history ?? [], requisitions: found.requisitions, events: found.events ?? [] }} onMoved={() => void query.refetch()} />
        ) : (
          <EmptyState icon="search" title={t('No such volume')}><Said>{said(found.says ?? '')}</Said></EmptyState>
        )
      }
    </Loaded>
  )
}
