// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { api } from '@/api/client'
import type { ScanBatch } from '@/api/types'
import { t } from '@/i18n'
import { Reason } from '@/ui/Empty'
import { Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import styles from './Side.module.css'
import type { BatchActs } from './useBatch'

/** What the separators leave open: each question with its page and its answers. The machine never guesses. */
export function Questions({ batch, acts, page, onPage }: { batch: ScanBatch; acts: BatchActs; page?: string; onPage: (id: string) => void }) {
  const open = batch.questions.filter((one) => !one.answer)
  if (!open.length) return null
  return (
    <Pane title={t('{n, plural, one {# question} other {# questions}} to answer', { n: open.length })}>
      <ol className={styles.questions}>
        {open.map((question) => {
          const number = batch.pages.find((one) => one.id === question.page)?.number
          return (
            <li key={question.id} className={styles.question} data-here={(question.page !== undefined && question.page === page) || undefined}>
              <Reason tone="bad"><Said>{question.text}</Said></Reason>
              <div className="row" role="group" aria-label={number ? t('Answers about page {n}', { n: number }) : t('Answers')}>
                {number !== undefined && question.page !== page && <Button size="compact-sm" variant="subtle" onClick={() => onPage(question.page as string)}>{t('Show page {n}', { n: number })}</Button>}
                {question.answers.map((one) => (
                  <Button key={one.answer} size="compact-sm" disabled={acts.isBusy} onClick={() => void acts.run(() => api.answerScan(question.id, { answer: one.answer, version: batch.version }))}><Said>{one.title}</Said></Button>
                ))}
              </div>
            </li>
          )
        })}
      </ol>
    </Pane>
  )
}
