// SPDX-License-Identifier: Apache-2.0
import { Suspense, useContext } from 'react'
import type { Patient } from '@/api/types'
import { t } from '@/i18n'
import { ChartParts } from '@/ui/chart_parts'
import { Lines } from '@/ui/Empty'
import { day, sex } from '@/ui/format'
import { Facts, Pane } from '@/ui/Page'
import table from '@/ui/table.module.css'
import styles from './ChartPage.module.css'
import { Links } from './Links'
import { Moves } from './Moves'
import { Withheld } from './Withheld'
import { OverlayAct } from './OverlayAct'

export function Particulars({ patient }: { patient: Patient }) {
  const parts = useContext(ChartParts)
  return (
    <div className={styles.padded}>
      <Pane title={t('Person')} actions={<OverlayAct patient={patient} />}>
        <Facts
          facts={[
            { name: t('Name'), value: patient.name },
            { name: t('Former names'), value: patient.former_names.join('; ') },
            { name: t('Born'), value: day(patient.birth_date) },
            { name: t('Sex'), value: sex(patient.sex) },
            { name: t('Address'), value: patient.address },
            { name: t('Phone'), value: patient.phone },
            { name: t('Number'), value: <span className="mono">{patient.id}</span> },
          ]}
        />
      </Pane>
      <Pane title={t('Medical record numbers')} flush>
        <table className={table.table}>
          <thead><tr><th>{t('Number')}</th><th>{t('Assigner')}</th><th>{t('Status')}</th></tr></thead>
          <tbody>{patient.mrns.map((mrn) => <tr key={mrn.assigner + mrn.value}><th scope="row" className="mono">{mrn.value}</th><td className="mono">{mrn.assigner}</td><td>{mrn.status}</td></tr>)}</tbody>
        </table>
      </Pane>
      <Links patient={patient.id} />
      <Suspense fallback={<Lines count={2} />}>{parts.map((Part, at) => <Part key={at} patient={patient.id} />)}</Suspense>
      <Withheld patient={patient.id} />
      <Moves patient={patient.id} />
    </div>
  )
}
