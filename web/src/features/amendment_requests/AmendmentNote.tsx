// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { Reason } from '@/ui/Empty'
import { day } from '@/ui/format'
import { AppLink } from '@/ui/navigate'
import type { ReaderAct } from '@/ui/reader_acts'

/** Above an entry: what was asked to be amended in it, what was decided, and where the amendment stands. */
export function AmendmentNote({ document }: Pick<ReaderAct, 'document'>) {
  const { data } = useQuery(q.amendmentsAt(document.id))
  if (!data?.items.length) return null
  return (
    <aside aria-label={t('Requests to amend this entry')} className="stack">
      {data.items.map((link, index) => {
        const request = link.request
        if (!request) return <Reason key={index} tone="info" title={t('The patient asked on {day} to amend this entry: {state}', { day: day(link.received_on), state: said(link.state_title ?? '') })}>{t('It concerns another entry too, which is not for you.')}</Reason>
        const amendments = request.documents.filter((one) => one.role === 'amendment' && !one.elsewhere && one.document.id !== document.id)
        return (
          <Reason key={index} tone="info" title={link.role === 'amendment' ? t('This amends an entry, as the patient asked on {day}', { day: day(request.received_on) }) : t('The patient asked on {day} to amend this entry: {state}', { day: day(request.received_on), state: said(request.state_title) })}>
            <p>{request.wanted}</p>
            {amendments.map((one) => <p key={one.document.id}>{t('Amended by')} <AppLink to={paths.document(one.document.id)}>{one.title}</AppLink></p>)}
            {link.role === 'amendment' && request.documents.filter((one) => one.role === 'disputed' && !one.elsewhere).map((one) => <p key={one.document.id}>{t('The entry')} <AppLink to={paths.document(one.document.id)}>{one.title}</AppLink></p>)}
            {request.statement && <p>{t('Statement of disagreement')}: {request.statement.words}</p>}
            {request.rebuttal && <p>{t('Answer of the hospital')}: {request.rebuttal.words}</p>}
            <AppLink to={paths.worklist('amendment-request', { item: request.item, closed: request.closed_at ? '1' : undefined })}>{t('Open the request')}</AppLink>
          </Reason>
        )
      })}
    </aside>
  )
}
