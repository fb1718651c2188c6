// SPDX-License-Identifier: Apache-2.0
import { TextInput } from '@mantine/core'
import { said, t } from '@/i18n'
import { Reason } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { Said } from '@/ui/Said'
import { CodeHits } from './CodeHits'
import styles from './Coding.module.css'
import { useCodeHits, type Found } from './useCodeHits'

/** One box for codes, words and index paths; the hits follow the keystrokes, Enter takes the one that is lit, Alt+Enter opens it in its book. */
export function CodeSearch({ day, services, onTake, onOpen }: { day: string; services: boolean; onTake: (found: Found) => void; onOpen: (found: Found) => void }) {
  const take = (found: Found) => {
    if (!found.billable) return
    onTake(found)
    search.clear()
  }
  const search = useCodeHits(day, (found, withAlt) => (withAlt ? onOpen(found) : take(found)), services)
  useHotkeys(t('Codes'), [{ keys: 'c', label: t('Find a code'), run: () => search.box.current?.focus() }])
  return (
    <div className={styles.search}>
      <TextInput {...search.input} label={t('Find a code: words, abbreviation, index path or the code itself (c)')} />
      <CodeHits search={search} onPick={take} wholeOnly />
      {search.errors.map((error) => <Reason key={error.message} tone="warn"><Said>{said(error.message)}</Said></Reason>)}
    </div>
  )
}
