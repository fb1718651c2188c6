// SPDX-License-Identifier: Apache-2.0
import type { Patient } from '@/api/types'
import { day, sex } from '@/ui/format'
import { Facts, Pane } from '@/ui/Page'
import table from '@/ui/table.module.css'
import styles from './ChartPage.module.css'
import { Links } from './Links'

export function Particulars({ patient }: { patient: Patient }) {
  return (
    <div className={styles.padded}>
      <Pane title="Person">
        <Facts
          facts={[
            { name: 'Name', value: patient.name },
            { name: 'Former names', value: patient.former_names.join('; ') },
            { name: 'Born', value: day(patient.birth_date) },
            { name: 'Sex', value: sex(patient.sex) },
            { name: 'Address', value: patient.address },
            { name: 'Phone', value: patient.phone },
            { name: 'Number', value: <span className="mono">{patient.id}</span> },
          ]}
        />
      </Pane>
      <Pane title="Medical record numbers" flush>
        <table className={table.table}>
          <thead><tr><th>Number</th><th>Assigner</th><th>Status</th></tr></thead>
          <tbody>{patient.mrns.map((mrn) => <tr key={mrn.assigner + mrn.value}><th scope="row" className="mono">{mrn.value}</th><td className="mono">{mrn.assigner}</td><td>{mrn.status}</td></tr>)}</tbody>
        </table>
      </Pane>
      <Links patient={patient.id} />
    </div>
  )
}
