// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { SeenList } from './SeenDialog'

/** Whoever saw, printed or was given what is withheld now may have to be told. */
export function SeenBefore({ item, title, onClose }: { item: string; title: string; onClose: () => void }) {
  const query = useQuery(q.misfileSeen(item))
  return <SeenList query={query} onClose={onClose}>{t('From the ledger: everybody who looked at “{title}” or at a part of it, printed it or was sent it before it was withheld.', { title })}</SeenList>
}
