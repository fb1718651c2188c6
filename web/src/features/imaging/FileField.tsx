// SPDX-License-Identifier: Apache-2.0
import { useId, useRef, type DragEvent } from 'react'
import { t } from '@/i18n'
import { bytes } from '@/ui/format'
import { Icon } from '@/ui/icons'
import { mediaTypeOf, takenFiles } from './batch'
import styles from './DeskPage.module.css'

interface Props { files: readonly File[]; onFiles: (files: File[]) => void; autoFocus?: boolean }

/** The files of a batch, chosen or dropped. What the desk cannot take is said at once. */
export function FileField({ files, onFiles, autoFocus }: Props) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const take = (list: FileList | null) => list?.length && onFiles([...list])
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    event.stopPropagation()
    take(event.dataTransfer.files)
  }
  return (
    <div className={styles.files} onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
      <label htmlFor={id}>{t('Files (PDF, TIFF, PNG, JPEG), chosen or dropped here')}</label>
      <input ref={field} id={id} type="file" multiple accept={takenFiles} data-autofocus={autoFocus || undefined} onChange={(event) => take(event.currentTarget.files)} />
      {files.length > 0 && (
        <ul aria-label={t('Files of the batch')}>
          {files.map((file) => (
            <li key={file.name} className="row small">
              <Icon name={mediaTypeOf(file.name) ? 'document' : 'warning'} size={14} />
              <span className="cut">{file.name}</span>
              <span className="soft num">{bytes(file.size)}</span>
              {!mediaTypeOf(file.name) && <strong>{t('cannot be taken: no PDF, TIFF, PNG or JPEG')}</strong>}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** The file under the type that its ending says, where the browser names none. */
export const asFed = (file: File): Blob => new Blob([file], { type: mediaTypeOf(file.name) ?? file.type })
