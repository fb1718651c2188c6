// SPDX-License-Identifier: Apache-2.0
import { Button, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import type { Message } from '@/api/types'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { useDraft } from '@/ui/drafts'
import { Reason } from '@/ui/Empty'

import styles from './MessageTabs.module.css'
import { changes, toEdit, toWire } from './wire'

/** Mend the text and send it through intake again. The message as it came is kept beside it. */
export function MendDialog({ message, onClose, onDone }: { message: Message; onClose: () => void; onDone: (said: string) => void }) {
  const [text, setText, dropText] = useDraft(`mend ${message.id}`, toEdit(message.raw))
  const [note, setNote, dropNote] = useDraft(`mend note ${message.id}`)
  const [reviewing, setReviewing] = useState(false)
  const mended = changes(message.raw, text)
  const replay = useMutation({
    meta: { quiet: true },
    mutationFn: () => api.replay(message.id, { ...(mended.length && { text: toWire(text) }), note: note.trim() }),
    onSuccess: (result) => {
      dropText()
      dropNote()
      onDone(result.state === 'held' ? t('Replayed, and held again: look at the new reason.') : t('Replayed and filed.'))
    },
    onError: () => setReviewing(false),
  })
  const next = () => (reviewing || !mended.length ? replay.mutate() : setReviewing(true))
  const problem = replay.error && asProblem(replay.error)
  return (
    <Dialog
      wide
      title={t('Fix and replay')}
      onClose={onClose}
      onSubmit={next}
      footer={
        <>
          {reviewing ? <Button onClick={() => setReviewing(false)}>{t('Back to the text')}</Button> : <Button onClick={onClose}>{t('Close (kept as a draft)')}</Button>}
          <Button type="submit" variant="filled" loading={replay.isPending}>
            {reviewing ? t('{n, plural, one {Replay with # mended line} other {Replay with # mended lines}}', { n: mended.length }) : mended.length ? t('Review the changes') : t('Replay as it stands')}
          </Button>
        </>
      }
    >
      {message.reason && <Reason title={t('Why it was held')}>{message.reason.sentence}</Reason>}
      <div role="alert">{problem && <Reason tone="bad" title={problem.location ? t('Still not right: {place}', { place: problem.location }) : t('Still not right')}>{problem.message}</Reason>}</div>
      {reviewing ? (
        <ul className="stack" aria-label={t('Changes')}>
          {mended.map((change) => (
            <li key={change.line} className={styles.change}>
              <span className="soft">{t('Line {n}', { n: change.line })}</span>
              <span className={styles.before}>{t('was: {text}', { text: change.before || t('(nothing)') })}</span>
              <span className={styles.after}>{t('now: {text}', { text: change.after || t('(removed)') })}</span>
            </li>
          ))}
        </ul>
      ) : (
        <Textarea className={styles.editor} label={t('Message, one segment a line')} data-autofocus rows={12} spellCheck={false} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      )}
      <Textarea label={t('Note (what was mended, and on whose word)')} rows={2} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
    </Dialog>
  )
}
