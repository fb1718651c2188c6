// SPDX-License-Identifier: Apache-2.0
import type { Completeness } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { at, due } from '@/ui/format'
import type { IconName } from '@/ui/icons'
import { AppLink } from '@/ui/navigate'
import { Said } from '@/ui/Said'
import { Tag, type Tone } from '@/ui/Tag'

const faces: Record<Completeness['state'], [Tone, IconName]> = {
  open: ['plain', 'bed'], discharged: ['info', 'clock'], assembled: ['info', 'pages'], analyzed: ['info', 'glass'], incomplete: ['warn', 'warning'], complete: ['good', 'check'], locked: ['good', 'lock'], addended: ['bad', 'plus'], cancelled: ['plain', 'stop'],
}
export const StateOfFile = ({ file }: { file: Completeness }) => <Tag tone={faces[file.state][0]} icon={faces[file.state][1]}><Said>{file.state_title}</Said></Tag>

/** The class of an encounter (v3 ActCode) as it is said aloud. */
export const kindOfStay = (code: string) => ({ IMP: t('Inpatient stay'), ACUTE: t('Inpatient stay'), NONAC: t('Inpatient stay'), NONACUTE: t('Inpatient stay'), OBSENC: t('Observation stay'), EMER: t('Emergency visit') })[code] ?? said(code)

const lackOf = { required: (title: string) => t('{title} is missing', { title }), promised: (title: string) => t('{title} was promised and has not come', { title }), unsigned: (title: string) => t('{title} is not signed', { title }) }

/** What a file lacks, in words, each with the time by which it is due. */
export function Missing({ file }: { file: Completeness }) {
  if (!file.missing.length) return <p className="small">{file.state === 'open' ? t('Nothing is late while the patient is in the house.') : t('Nothing is missing.')}</p>
  return (
    <ul aria-label={t('What is missing')} className="stack small">
      {file.missing.map((one, index) => (
        <li key={index}>
          {one.document ? <AppLink to={paths.document(one.document.id)}>{lackOf[one.lack](said(one.title))}</AppLink> : lackOf[one.lack](said(one.title))}
          {one.due_at && <span className="soft"> · {due(one.due_at)}</span>}
          {one.rule && <span className="soft mono"> · {one.rule}</span>}
        </li>
      ))}
    </ul>
  )
}

/** Who moved it last, and why. */
export function LastStep({ file }: { file: Completeness }) {
  if (!file.changed_at) return null
  return <p className="soft small">{[file.changed_by?.name ?? t('by itself'), at(file.changed_at)].join(', ')}{file.reason?.sentence && <> · <Said>{file.reason.sentence}</Said></>}</p>
}
