// SPDX-License-Identifier: Apache-2.0
import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { setSingleKeys, singleKeysOn, useHotkeyList } from '@/ui/hotkeys'
import { KeyHint, keysAloud } from '@/ui/KeyHint'
import styles from './HotkeySheet.module.css'

const inLists = [
  ['arrowdown', t('Next row')], ['arrowup', t('Previous row')], ['pagedown', t('A screen further')], ['home', t('The first row')], ['end', t('The very last row')],
  ['enter', t('Open the row')], ['space', t('Tick the row')], ['shift+arrowdown', t('Tick a range')], ['mod+a', t('Tick all rows')], ['mod+enter', t('Send a form, also from lines of text')], ['escape', t('Close a dialog, leave a field')],
] as const

/** What can be pressed on this very page. */
export function HotkeySheet({ onClose }: { onClose: () => void }) {
  const groups = useHotkeyList()
  const [on, setOn] = useState(singleKeysOn())
  return (
    <Dialog title={t('Keyboard shortcuts')} onClose={onClose} wide>
      <div className={styles.sheet}>
        {[...groups].reverse().map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <ul>{group.keys.map((key) => <Line key={key.keys} keys={key.keys} label={key.label} />)}</ul>
          </section>
        ))}
        <section>
          <h3>{t('Lists')}</h3>
          <ul>{inLists.map(([keys, label]) => <Line key={keys} keys={keys} label={label} />)}</ul>
        </section>
      </div>
      <Checkbox
        label={t('Shortcuts of a single character')}
        description={t('Switch off when you speak to the computer, so that words are not taken for shortcuts.')}
        checked={on}
        onChange={(event) => (setSingleKeys(event.currentTarget.checked), setOn(event.currentTarget.checked))}
      />
    </Dialog>
  )
}

function Line({ keys, label }: { keys: string; label: string }) {
  return (
    <li className={styles.line}>
      <span>{label}<span className="read-only-by-ear">: {keysAloud(keys)}</span></span>
      <KeyHint keys={keys} />
    </li>
  )
}
