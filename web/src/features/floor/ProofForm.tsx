// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type FormEvent } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { said, t } from '@/i18n'
import { Reason } from '@/ui/Empty'
import { Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import { done } from '@/ui/toasts'
import styles from './Floor.module.css'

/** Filed: the barcode of the report, then that of the folder. Both together are the proof. */
export function ProofForm({ barcode = '', onDone }: { barcode?: string; onDone?: (said: string) => void }) {
  const client = useQueryClient()
  const folder = useRef<HTMLInputElement>(null)
  const [report, setReport] = useState(barcode)
  const [into, setInto] = useState('')
  const [problem, setProblem] = useState<string>()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!into.trim()) return folder.current?.focus()
    setProblem(undefined)
    try {
      const filed = await api.fileLooseReport({ report: report.trim(), folder: into.trim() })
      const words = t('{title} is in its folder.', { title: filed.title })
      done(words)
      setReport('')
      setInto('')
      for (const key of ['floor', 'worklist', 'worklists']) void client.invalidateQueries({ queryKey: [key] })
      onDone?.(words)
    } catch (error) {
      setInto('')
      setProblem(asProblem(error).message)
      folder.current?.focus()
    }
  }
  return (
    <Pane title={t('File with proof')}>
      <form onSubmit={(event) => void submit(event)}>
        <div className={styles.scan}>
          <TextInput label={t('Barcode of the report')} value={report} onChange={(event) => setReport(event.currentTarget.value)} autoComplete="off" />
          <TextInput ref={folder} label={t('Barcode of the folder')} value={into} onChange={(event) => setInto(event.currentTarget.value)} autoComplete="off" enterKeyHint="go" />
          <Button type="submit" variant="filled">{t('It is in its folder')}</Button>
        </div>
        <div role="alert">{problem && <Reason tone="bad"><Said>{said(problem)}</Said></Reason>}</div>
      </form>
    </Pane>
  )
}
