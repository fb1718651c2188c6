// SPDX-License-Identifier: Apache-2.0
import type { SignableDocument } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { at } from '@/ui/format'
import { AppLink } from '@/ui/navigate'
import { Said } from '@/ui/Said'
import { Tag } from '@/ui/Tag'

const kinds = { addendum: t('Addendum'), correction: t('Corrected'), 'late-entry': t('Late entry'), retraction: t('Entered in error') }

/** Who signed, when and as what; and what was added, corrected or taken back, each with a way to it. */
export function Signed({ document }: { document: SignableDocument }) {
  const own = document.document.id
  if (!document.signatures.length && !document.amendments.length && !document.awaited.length) return null
  return (
    <ul aria-label={t('Signatures')} className="stack small" style={{ listStyle: 'none', padding: 0, margin: 0 }}>
      {document.signatures.map((one) => (
        <li key={one.id}>
          <Tag tone={one.is_as_signed ? 'good' : 'warn'} icon={one.is_as_signed ? 'check' : 'warning'}>{one.is_as_signed ? t('Signed') : t('Signed before it changed')}</Tag>{' '}
          {one.signer}, <Said>{one.meaning_title}</Said>, {at(one.at)} <span className="soft mono" title={t('SHA-256 of what was signed')}>{one.digest.slice(0, 12)}</span>
        </li>
      ))}
      {document.awaited.filter(() => !document.is_final).map((one) => <li key={one.meaning}><Tag tone="warn" icon="clock">{t('Awaited')}</Tag> {one.asked?.name ?? t('somebody of the medical staff')}</li>)}
      {document.amendments.map((one) => {
        const other = one.document?.id === own ? one.original : one.document
        return (
          <li key={one.id}>
            <Tag tone={one.kind === 'retraction' ? 'bad' : 'info'} icon={one.kind === 'retraction' ? 'warning' : 'plus'}>{kinds[one.kind]}</Tag>{' '}
            {one.writer}, {at(one.written_at)}{one.reason && ` · ${one.reason}`}{' '}
            {other && <AppLink to={paths.document(other.id)}>{one.document?.id === own ? t('The original') : t('Read it')}</AppLink>}
          </li>
        )
      })}
    </ul>
  )
}
