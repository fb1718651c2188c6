// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import { said, t } from '@/i18n'
import { Act } from '@/ui/Act'
import { Dialog } from '@/ui/Dialog'
import { EmptyState, Reason } from '@/ui/Empty'
import { at } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import { useMay } from '@/ui/session'
import { done } from '@/ui/toasts'
import styles from './Completion.module.css'

/** Who is to be written to, and what was written. */
export function LettersTab() {
  const query = useQuery(q.completionLetters())
  const keeps = useMay('file-documents')
  const [reading, setReading] = useState<string>()
  return (
    <div className="stack">
      <Loaded query={query} isEmpty={(data) => !data.items.length && !data.sent.length} empty={<EmptyState icon="check" title={t('Nobody is to be written to')} />}>
        {({ items, sent }) => (
          <>
            <Pane title={t('To be written')}>
              <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('Who is to be written to')}>
                <table className={styles.table}>
                  <thead><tr><th scope="col">{t('Physician')}</th><th scope="col">{t('Letter')}</th><th scope="col">{t('Owed')}</th><th scope="col">{t('Longest, days')}</th><th scope="col">{t('Last letter')}</th><th scope="col">{t('Steps')}</th></tr></thead>
                  <tbody>
                    {items.map((one) => (
                      <tr key={one.key}>
                        <td>{one.name || one.key}</td>
                        <td><Said>{one.title}</Said></td>
                        <td>{one.items}</td>
                        <td>{one.longest_days}</td>
                        <td>{one.last ? `${said(one.last.title)}, ${at(one.last.made_at)}` : '–'}</td>
                        <td><Act size="compact-sm" {...keeps} onClick={() => setReading(one.key)}>{t('Read it…')}</Act></td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            </Pane>
            {sent.length > 0 && (
              <Pane title={t('Written')}>
                <ul className="stack small">
                  {sent.map((one) => <li key={one.id}><a href={`/api/completion/letters/${one.id}/pdf`} target="_blank" rel="noreferrer">{said(one.title)}, {one.name || one.key}</a> <span className="soft">{[at(one.made_at), one.made_by?.name].filter(Boolean).join(', ')}</span></li>)}
                </ul>
              </Pane>
            )}
          </>
        )}
      </Loaded>
      {reading && <LetterDialog of={reading} onClose={() => setReading(undefined)} />}
    </div>
  )
}

function LetterDialog({ of, onClose }: { of: string; onClose: () => void }) {
  const client = useQueryClient()
  const query = useQuery(q.letterPreview(of))
  const write = useMutation({
    mutationFn: () => api.writeLetter({ key: of }),
    meta: { quiet: true },
    onSuccess: () => {
      done(t('The letter is written; print it from the list.'))
      void client.invalidateQueries({ queryKey: ['deficiencies'] })
      onClose()
    },
  })
  return (
    <Dialog title={t('Letter')} wide onClose={onClose} onSubmit={() => write.mutate()} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" data-autofocus loading={write.isPending}>{t('Write it')}</Button></>}>
      <Loaded query={query}>{({ text }) => <p className={styles.letter}>{text}</p>}</Loaded>
      <div role="alert">{write.error && <Reason tone="bad"><Said>{asProblem(write.error).message}</Said></Reason>}</div>
    </Dialog>
  )
}
