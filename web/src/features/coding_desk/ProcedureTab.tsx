// SPDX-License-Identifier: Apache-2.0
import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useContext, useRef } from 'react'
import { q } from '@/api/queries'
import { said, t } from '@/i18n'
import { Lines, Reason } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import { useSearchState } from '@/ui/navigate'
import { CodeActs } from './CodeActs'
import styles from './Coding.module.css'
import { EncoderContext } from './encoder_context'

const axes = 7
/** "0DB????" of "0DB"; the end without a choice falls away. */
const put = (pattern: string, axis: number, character: string) => {
  const all = pattern.padEnd(axes, '?').split('')
  all[axis] = all[axis] === character ? '?' : character
  return all.join('').replace(/\?+$/, '')
}

/** A procedure built value by value: each axis offers only what one table allows with everything that is chosen. */
export function ProcedureTab() {
  const { on } = useContext(EncoderContext)
  const [search, change] = useSearchState()
  const pattern = (search.pattern ?? '').toUpperCase()
  const query = useQuery(q.procedureChoices(pattern, on))
  const box = useRef<HTMLInputElement>(null)
  useHotkeys(t('Procedures'), [{ keys: 'e', label: t('Type the characters'), run: () => box.current?.focus() }, { keys: 'backspace', label: t('Take the last choice back'), run: () => change({ pattern: pattern.slice(0, -1).replace(/\?+$/, '') || undefined }) }])
  // The path of the index leads to a table; in another table it led nowhere.
  const show = (next: string) => change({ pattern: next || undefined, path: next.slice(0, 3) === pattern.slice(0, 3) ? search.path : undefined })
  return (
    <div className="stack">
      <TextInput ref={box} label={t('The code so far, ? for what is open (e)')} className={styles.pattern} value={pattern} maxLength={axes} autoComplete="off" spellCheck={false}
        onChange={(event) => show(event.currentTarget.value.toUpperCase().replace(/[^0-9A-Z?]/g, ''))} onKeyDown={(event) => event.key === 'Escape' && box.current?.blur()} />
      <Loaded query={query} loading={<Lines count={10} label={t('Loading the tables')} />}>
        {(found) => {
          const whole = found.codes === 1 && /^[0-9A-Z]{7}$/.test(pattern)
          return (
            <>
              <p role="status">{found.codes === 0 ? t('No table builds this.') : whole ? t('One code: {code}', { code: pattern }) : t('{n} codes can still be built', { n: found.codes })}{found.definition && <span className="soft"> {found.definition}</span>}</p>
              {found.codes === 0 && <Reason tone="warn">{t('Take a choice back: press it again, or press Backspace.')}</Reason>}
              {whole && <CodeActs code={pattern} system="icd10pcs" whole indexPath={search.path} />}
              <div className={styles.axes}>
                {found.axes.map((axis, index) => (
                  <fieldset key={index} className={styles.axis}>
                    <legend>{index + 1} {axis.name ? said(axis.name) : t('Open after the table')}</legend>
                    {axis.choices.map((one) => (
                      <button key={one.character} type="button" aria-pressed={axis.chosen === one.character} onClick={() => show(put(pattern, index, one.character))}><span className="mono">{one.character}</span> {one.label}</button>
                    ))}
                  </fieldset>
                ))}
              </div>
            </>
          )
        }}
      </Loaded>
    </div>
  )
}
