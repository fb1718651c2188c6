// SPDX-License-Identifier: Apache-2.0
import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import type { PatientBrief, ScanDocument, ScanEvidence } from '@/api/types'
import { t } from '@/i18n'
import { day, sex } from '@/ui/format'
import { Icon } from '@/ui/icons'
import { PatientFinder } from '@/ui/PatientFinder'
import { Said } from '@/ui/Said'
import { Tag } from '@/ui/Tag'
import type { Identifier, IndexDraft } from './index_form'
import styles from './Side.module.css'

/** How sure the machine is, in a number and a word. */
export function Confidence({ percent }: { percent: number }) {
  const [tone, word] = percent >= 90 ? (['good', t('sure')] as const) : percent >= 70 ? (['info', t('likely')] as const) : (['warn', t('unsure')] as const)
  return <Tag tone={tone}>{percent} % · {word}</Tag>
}

export function Evidence({ evidence, onPage }: { evidence: readonly ScanEvidence[]; onPage?: (page: string) => void }) {
  return (
    <ul className={styles.evidence} aria-label={t('Why')}>
      {evidence.map((one, index) => (
        <li key={index}><Icon name="check" size={11} /><Said>{one.says}</Said>{one.page && onPage && <button type="button" className={styles.show} onClick={() => onPage(one.page as string)}>{t('show')}</button>}</li>
      ))}
    </ul>
  )
}

interface Props { document: ScanDocument; draft: IndexDraft; onPatient: (patient: PatientBrief | undefined) => void; onConfirmed: (list: Identifier[]) => void; onPage: (page: string) => void; wrong: boolean; unconfirmed: boolean }

/** Whose it is: who is suggested and why, anybody else by the finder; then two identifiers compared with the page by a person. */
export function PatientField({ document, draft, onPatient, onConfirmed, onPage, wrong, unconfirmed }: Props) {
  const [others, setOthers] = useState(false)
  const { patients } = document.suggestions
  if (draft.patient) return <Compare patient={draft.patient} suggested={patients.find((one) => one.patient.id === draft.patient?.id)} {...{ draft, onConfirmed, onPage, unconfirmed }} onOther={() => (setOthers(true), onPatient(undefined))} />
  return (
    <fieldset className={styles.compare} data-wrong={wrong || undefined}>
      <legend>{t('Patient (required)')}</legend>
      {patients.length > 0 && (
        <ol className={styles.patients} aria-label={t('Suggested patients')}>
          {patients.map(({ patient, confidence, evidence }, index) => (
            <li key={patient.id} className={styles.patient}>
              <div className="row">
                <strong className="cut">{patient.name}</strong>
                <Confidence percent={confidence} />
                <Button className="push" size="compact-sm" autoFocus={index === 0 && others} aria-label={t('Choose {name}, MRN {number}', { name: patient.name, number: patient.mrn ?? '' })} onClick={() => onPatient(patient)}>{t('Choose')}</Button>
              </div>
              <span className="soft small num">{[day(patient.birth_date), sex(patient.sex), patient.mrn].filter(Boolean).join(' · ')}</span>
              <Evidence evidence={evidence} onPage={onPage} />
            </li>
          ))}
        </ol>
      )}
      {!patients.length && <p className="soft small">{t('Nothing on these pages says whose they are. Read them, then find the patient.')}</p>}
      <PatientFinder label={t('Find the patient')} onPick={onPatient} />
    </fieldset>
  )
}

interface CompareProps { patient: PatientBrief; suggested?: ScanDocument['suggestions']['patients'][number]; draft: IndexDraft; onConfirmed: (list: Identifier[]) => void; onPage: (page: string) => void; unconfirmed: boolean; onOther: () => void }

function Compare({ patient, suggested, draft, onConfirmed, onPage, unconfirmed, onOther }: CompareProps) {
  const identifiers: [Identifier, string, string | undefined][] = [['name', t('Name'), patient.name], ['birth_date', t('Born'), day(patient.birth_date)], ['mrn', t('MRN'), patient.mrn]]
  const tick = (which: Identifier, on: boolean) => onConfirmed(on ? [...draft.confirmed, which] : draft.confirmed.filter((one) => one !== which))
  return (
    <fieldset className={styles.compare} data-wrong={unconfirmed || undefined}>
      <legend>{t('Patient: compare two identifiers with the page')}</legend>
      {identifiers.filter(([, , value]) => value).map(([which, name, value], index) => (
        <Checkbox key={which} name={index ? undefined : 'confirmed'} checked={draft.confirmed.includes(which)} onChange={(event) => tick(which, event.currentTarget.checked)} label={<>{name}: <strong className={styles.value}>{value}</strong></>} />
      ))}
      <div className="row">
        {suggested ? <Confidence percent={suggested.confidence} /> : <Tag tone="warn" icon="hand">{t('Chosen by hand')}</Tag>}
        <Button size="compact-xs" variant="subtle" leftSection={<Icon name="replay" size={12} />} onClick={onOther}>{t('Another patient')}</Button>
      </div>
      {suggested && <Evidence evidence={suggested.evidence} onPage={onPage} />}
    </fieldset>
  )
}
