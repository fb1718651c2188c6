// SPDX-License-Identifier: Apache-2.0
import type { CodingCase } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { Reason } from '@/ui/Empty'
import { at } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { AppLink } from '@/ui/navigate'
import { useMay } from '@/ui/session'
import type { Codes } from './useCodes'

const atWork = ['in-progress', 'pending', 'recode']

/** What came while somebody worked on the case: it stands here until they have looked at it, and nothing is finished before. */
export function News({ one, codes }: { one: CodingCase; codes: Codes }) {
  const may = useMay('code-records')
  const looks = may.allowed && one.news.length > 0 && atWork.includes(one.state)
  const look = () => codes.step.mutate({ event: 'looked-at' })
  useHotkeys(t('Coding'), looks ? [{ keys: 'i', label: t('I have looked at it'), atOnce: true, run: look }] : [])
  if (one.news.length === 0) return null
  return (
    <div role="status">
      <Reason tone="warn" title={t('This came while the case was worked on')}>
        <ul aria-label={t('This came while the case was worked on')}>
          {one.news.map((item) => (
            <li key={`${item.what}${item.document ?? ''}${item.at}`}>{said(item.says)}{item.title && <>: {item.document ? <AppLink to={paths.coding({ case: one.encounter, document: item.document })}>{item.title}</AppLink> : item.title}</>} <span className="soft small">{at(item.at)}</span></li>
          ))}
        </ul>
        {looks && <Act size="compact-sm" hint="i" allowed={!codes.busy} onClick={look}>{t('I have looked at it')}</Act>}
      </Reason>
    </div>
  )
}
