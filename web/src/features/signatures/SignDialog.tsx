// SPDX-License-Identifier: Apache-2.0
import { Button, PasswordInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { Reason } from '@/ui/Empty'
import { Said } from '@/ui/Said'
import { useSession } from '@/ui/session'
import { done } from '@/ui/toasts'
import type { Readied } from './mine'
import styles from './My.module.css'
import { StaffField, type Named } from './StaffField'

interface Props { documents: Readied[]; onClose: () => void; onSigned: () => void }

/** One password for all that was read. Who is signed in is who signs. */
export function SignDialog({ documents, onClose, onSigned }: Props) {
  const [password, setPassword] = useState('')
  const signer = useSession().user.display_name
  const { data: terms } = useQuery(q.signatureTerms())
  const [cosigner, setCosigner] = useState<Named>()
  const isFollowed = !!terms?.standings.find((one) => one.code === terms.own_standing)?.needs
  const sign = useMutation({
    mutationFn: () => api.sign({ password, documents: documents.map(({ document, version, digest, meaning }) => ({ document, version, digest, meaning, ...(isFollowed && cosigner ? { cosigner } : {}) })) }),
    meta: { quiet: true },
    onSuccess: ({ total }) => {
      done(t('{n, plural, one {# document signed.} other {# documents signed.}}', { n: total }))
      onSigned()
    },
    onError: () => setPassword(''),
  })
  const meanings = [...new Set(documents.map((one) => one.meaning))].map((code) => terms?.meanings.find((one) => one.code === code)).filter((one) => !!one)
  return (
    <Dialog
      title={t('Signing as {name}', { name: signer })}
      onClose={onClose}
      onSubmit={() => password && !sign.isPending && sign.mutate()}
      footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={sign.isPending}>{t('{n, plural, one {Sign # document} other {Sign # documents}}', { n: documents.length })}</Button></>}
    >
      <div className="stack">
        <ul aria-label={t('What is signed')} className="small">{documents.map((one) => <li key={one.document.id}>{one.title} · {t('version {n}', { n: one.version })}</li>)}</ul>
        {meanings.map((one) => <p key={one.code} className={styles.statement}><strong><Said>{one.title}</Said>.</strong> <Said>{one.statement}</Said></p>)}
        {isFollowed && <StaffField label={t('Who signs after you')} none={t('Whom the document or the stay names')} value={cosigner} onChange={setCosigner} />}
        <PasswordInput label={t('Your password')} required data-autofocus autoComplete="current-password" value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
        <div role="alert">{sign.error && <Reason tone="bad"><Said>{asProblem(sign.error).message}</Said></Reason>}</div>
      </div>
    </Dialog>
  )
}
