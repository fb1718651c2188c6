// SPDX-License-Identifier: Apache-2.0
import { useMutation } from '@tanstack/react-query'
import type { NamedFile } from '@/api/http'
import { t } from '@/i18n'
import { Act } from './Act'
import { handOver } from './hand_over'
import { useHotkeys } from './hotkeys'
import { Icon } from './icons'
import { Wide } from './Page'
import { useMay } from './session'
import { done } from './toasts'

export type ListFormat = 'csv' | 'xlsx'

/** The list as a spreadsheet reads it: what is shown, all of it. The server keeps who took which file. */
export function ExportButton({ fetchFile }: { fetchFile: (format: ListFormat) => Promise<NamedFile> }) {
  const { allowed, why } = useMay('export-lists')
  const take = useMutation({ mutationFn: fetchFile, onSuccess: (file) => (handOver(file), done(t('{file} is saved.', { file: file.name }))) })
  const start = (format: ListFormat) => allowed && !take.isPending && take.mutate(format)
  useHotkeys(t('List'), [
    { keys: 'shift+e', label: t('Export CSV'), run: () => start('csv') },
    { keys: 'shift+s', label: t('Export Excel'), run: () => start('xlsx') },
  ])
  const button = (format: ListFormat, label: string) => (
    <Act allowed={allowed} why={why} loading={take.isPending && take.variables === format} onClick={() => start(format)}
      aria-label={label} leftSection={<Icon name="download" size={13} />}>
      <Wide>{label}</Wide>
    </Act>
  )
  return (
    <>
      {button('csv', t('Export CSV'))}
      {button('xlsx', t('Export Excel'))}
    </>
  )
}
