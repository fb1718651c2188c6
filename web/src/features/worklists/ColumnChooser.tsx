// SPDX-License-Identifier: Apache-2.0
import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { allColumns } from './columns'

interface Props { shown: string[]; usual: string[]; onShown: (ids: string[]) => void; onClose: () => void }

/** Which columns this person shows for this list. */
export function ColumnChooser({ shown: before, usual, onShown, onClose }: Props) {
  // A tick shows at once, whenever the list behind it follows.
  const [shown, setShown] = useState(before)
  const show = (ids: string[]) => (setShown(ids), onShown(ids))
  const flip = (id: string) => show(shown.includes(id) ? shown.filter((one) => one !== id) : [...shown, id])
  return (
    <Dialog title={t('Columns')} onClose={onClose} footer={<><Button onClick={() => show(usual)}>{t('As at first')}</Button><Button variant="filled" onClick={onClose}>{t('Done')}</Button></>}>
      {allColumns.map((column) => (
        <Checkbox key={column.id} label={column.title} checked={shown.includes(column.id)} disabled={shown.length === 1 && shown.includes(column.id)} onChange={() => flip(column.id)} />
      ))}
    </Dialog>
  )
}
