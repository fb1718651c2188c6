// SPDX-License-Identifier: Apache-2.0
import { useMantineColorScheme } from '@mantine/core'
import { t } from '@/i18n'
import { Icon, type IconName } from '@/ui/icons'
import styles from './ThemeSwitch.module.css'

const choices: { value: 'auto' | 'light' | 'dark'; label: string; icon: IconName }[] = [
  { value: 'auto', label: t('As the system'), icon: 'screen' },
  { value: 'light', label: t('Light'), icon: 'sun' },
  { value: 'dark', label: t('Dark'), icon: 'moon' },
]

export function ThemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <div role="radiogroup" aria-label={t('Theme')} className={styles.switch}>
      {choices.map((choice) => (
        <label key={choice.value} className={styles.choice} title={choice.label}>
          <input
            type="radio"
            name="theme"
            className="read-only-by-ear"
            aria-label={choice.label}
            checked={colorScheme === choice.value}
            onChange={() => setColorScheme(choice.value)}
          />
          <Icon name={choice.icon} size={14} />
        </label>
      ))}
    </div>
  )
}
