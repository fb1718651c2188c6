// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type FormEvent } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import type { FloorWard } from '@/api/types'
import { said, t } from '@/i18n'
import { useHotkeys } from '@/ui/hotkeys'
import { Said } from '@/ui/Said'
import { useStored } from '@/ui/useStored'
import styles from './Floor.module.css'

interface Answer { tone: 'done' | 'wrong'; text: string }

/** The ward, a badge, then copies: each scan ends with Enter, as scanners send it. Without a badge a copy is filed on the unit. */
export function ScanField({ wards }: { wards: FloorWard[] }) {
  const client = useQueryClient()
  const field = useRef<HTMLInputElement>(null)
  const [ward, setWard] = useStored('floor.ward', '')
  const [badge, setBadge] = useState('')
  const [code, setCode] = useState('')
  const [answer, setAnswer] = useState<Answer>()
  useHotkeys(t('Floor deliveries'), [{ keys: 't', label: t('Scan a copy'), run: () => field.current?.focus() }])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const barcode = code.trim().toUpperCase()
    if (!barcode) return
    setCode('')
    if (barcode.startsWith('U') && barcode.length === 15) {
      setBadge(barcode)
      return setAnswer({ tone: 'done', text: t('The badge is read. Scan what is handed over.') })
    }
    if (badge && !ward) return setAnswer({ tone: 'wrong', text: t('Say first on which ward it is handed over.') })
    try {
      const scan = badge ? (await api.receiveCopies({ barcodes: [barcode], badge, at_ward: ward })).items[0] : await api.fileCopy({ barcode })
      setAnswer({ tone: scan?.outcome === 'wrong' ? 'wrong' : 'done', text: [scan?.copy?.title, said(scan?.says ?? '')].filter(Boolean).join(': ') })
      void client.invalidateQueries({ queryKey: ['floor'] })
    } catch (error) {
      setAnswer({ tone: 'wrong', text: asProblem(error).message })
    }
    field.current?.focus()
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <div className={styles.scan}>
        <NativeSelect label={t('Ward where it is handed over')} value={wards.some((one) => one.code === ward) ? ward : ''} onChange={(event) => setWard(event.currentTarget.value)} data={[{ value: '', label: t('Choose…') }, ...wards.map((one) => ({ value: one.code, label: `${one.code} ${one.name}` }))]} />
        <TextInput label={t('Badge of who receives')} description={t('Empty: the copy was filed in the chart on the unit.')} value={badge} onChange={(event) => setBadge(event.currentTarget.value)} autoComplete="off" />
        <TextInput ref={field} label={t('Barcode of the copy')} description={t('A badge may be scanned here too.')} value={code} onChange={(event) => setCode(event.currentTarget.value)} autoComplete="off" autoCapitalize="characters" enterKeyHint="go" />
        <Button type="submit">{badge ? t('Received') : t('Filed on the unit')}</Button>
      </div>
      <div role="status" aria-live="assertive">{answer && <div className={styles.answer} data-tone={answer.tone}><p><strong>{answer.tone === 'wrong' ? t('Wrong') : t('Done')}</strong> <Said>{answer.text}</Said></p></div>}</div>
    </form>
  )
}
