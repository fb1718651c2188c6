// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { q } from '@/api/queries'
import type { IndexQuestion } from '@/api/types'
import { said, t } from '@/i18n'
import { Failed } from '@/ui/Loaded'
import { IndexCandidates } from './IndexCandidates'
import { isAskable } from './registration'

const pauseMs = 350

/** `value` once it has stood still for a moment. */
function useStill(value: string): string {
  const [still, setStill] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setStill(value), pauseMs)
    return () => clearTimeout(timer)
  }, [value])
  return still
}

/** Asked while somebody types, when the fingers rest: the records that may be this person already. */
export function WhoItMayBe({ question }: { question: IndexQuestion }) {
  const asked = JSON.parse(useStill(JSON.stringify(question))) as IndexQuestion
  const enabled = isAskable(asked)
  const query = useQuery(q.whoMayItBe(asked, enabled))
  if (!isAskable(question)) return <p className="soft small" role="status">{t('Type a surname and one thing more: a given name, a birth date, a number.')}</p>
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />
  const items = query.data?.items ?? []
  return (
    <>
      <p className="small" role="status">
        {!query.data ? t('Asking the index…') : items.length ? t('{n, plural, one {# record} other {# records}} here may be this person.', { n: items.length }) : t('Nobody here looks like this person.')}
      </p>
      <IndexCandidates candidates={items} />
      {query.data && query.data.bounded.length > 0 && <p className="soft small">{t('So many share {what} that only the latest were compared. Type more to be sure.', { what: query.data.bounded.map(said).join(', ') })}</p>}
    </>
  )
}
