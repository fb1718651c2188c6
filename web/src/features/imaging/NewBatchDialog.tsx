// SPDX-License-Identifier: Apache-2.0
import { Button, Checkbox, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { Reason } from '@/ui/Empty'
import { Said } from '@/ui/Said'
import { useSession } from '@/ui/session'
import { done, failed } from '@/ui/toasts'
import { useStored } from '@/ui/useStored'
import { mediaTypeOf } from './batch'
import styles from './DeskPage.module.css'
import { asFed, FileField } from './FileField'

interface Props { dropped: readonly File[]; onClose: () => void; onMade: (batch: string) => void }

/** The header of a batch, counted before anybody sees an image, and its files. */
export function NewBatchDialog({ dropped, onClose, onMade }: Props) {
  const client = useQueryClient()
  const { user } = useSession()
  const [files, setFiles] = useState([...dropped])
  const [title, setTitle] = useState('')
  const [device, setDevice] = useStored('scan.device', '')
  const [sheets, setSheets] = useState('')
  const [duplex, setDuplex] = useStored('scan.duplex', false)
  const [blanks, setBlanks] = useState('')
  const [missing, setMissing] = useState('')
  const make = useMutation({
    meta: { quiet: true },
    mutationFn: async () => {
      const batch = await api.prepareScan({ title: title.trim() || undefined, device: device.trim() || undefined, sheets: Number(sheets), duplex, blanks_dropped: Number(blanks || 0) })
      let refused = ''
      for (const file of files) {
        try {
          await api.feedScan(batch.id, asFed(file))
        } catch (error) {
          refused ||= `${file.name}: ${asProblem(error).message}` // the batch stands: it is opened, and fed again there
        }
      }
      return { id: batch.id, refused }
    },
    onSuccess: ({ id, refused }) => {
      void client.invalidateQueries({ queryKey: ['scans'] })
      if (refused) failed(refused)
      else done(files.length ? t('Fed. The pages are being read.') : t('The batch is prepared.'))
      onClose()
      onMade(id)
    },
  })
  const run = () => {
    if (!/^[1-9]\d*$/.test(sheets.trim())) return setMissing(t('Count the sheets before you look at the images: say how many there are.'))
    if (!/^\d*$/.test(blanks.trim())) return setMissing(t('Say in digits how many blank sides the scanner left out.'))
    if (files.some((file) => !mediaTypeOf(file.name))) return setMissing(t('Take out the files that the desk cannot read.'))
    setMissing('')
    make.mutate()
  }
  const problem = make.error ? asProblem(make.error) : undefined
  return (
    <Dialog
      wide
      title={t('New batch')}
      onClose={onClose}
      onSubmit={run}
      footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={make.isPending}>{files.length ? t('Prepare and feed') : t('Prepare')}</Button></>}
    >
      <p className="soft small">{t('Operator: {name}', { name: user.display_name })}</p>
      <div className={styles.two}>
        <TextInput label={t('Sheets, counted by hand')} required inputMode="numeric" autoComplete="off" data-autofocus value={sheets} error={problem?.location === 'sheets'} onChange={(event) => setSheets(event.currentTarget.value)} description={t('Cover sheets among them')} />
        <TextInput label={t('Blank sides left out by the scanner')} inputMode="numeric" autoComplete="off" value={blanks} error={problem?.location === 'blanks_dropped'} onChange={(event) => setBlanks(event.currentTarget.value)} description={t('Declared blanks; none when empty')} />
        <TextInput label={t('Title')} autoComplete="off" value={title} onChange={(event) => setTitle(event.currentTarget.value)} description={t('Where the paper comes from')} />
        <TextInput label={t('Device')} autoComplete="off" value={device} onChange={(event) => setDevice(event.currentTarget.value)} description={t('Kept for this workstation')} />
      </div>
      <Checkbox label={t('Both sides are scanned (duplex)')} checked={duplex} onChange={(event) => setDuplex(event.currentTarget.checked)} />
      <FileField files={files} onFiles={setFiles} />
      <div role="alert">{(missing || problem) && <Reason tone="bad"><Said>{missing || problem?.message}</Said></Reason>}</div>
    </Dialog>
  )
}
