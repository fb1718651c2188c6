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

/** The list as a spreadsheet reads it: what is shown, all of it. The server keeps who took which file. */
export function ExportButton({ fetchFile }: { fetchFile: () => Promise<NamedFile> }) {
  const { allowed, why } = useMay('export-lists')
  const take = useMutation({ mutationFn: fetchFile, onSuccess: (file) => (handOver(file), done(t('{file} is saved.', { file: file.name }))) })
  const start = () => allowed && !take.isPending && take.mutate()
  useHotkeys(t('List'), [{ keys: 'shift+e', label: t('Export CSV'), run: start }])
  return (
    <Act allowed={allowed} why={why} loading={take.isPending} onClick={start} aria-label={t('Export CSV')} leftSection={<Icon name="download" size={13} />}>
      <Wide>{t('Export CSV')}</Wide>
    </Act>
  )
}
