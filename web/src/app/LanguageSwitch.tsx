// SPDX-License-Identifier: Apache-2.0
import { languageNow, t } from '@/i18n'
import { languages } from '@/i18n/languages'
import styles from './ThemeSwitch.module.css'
import { useKeptLanguage } from './useKeptLanguage'

/** The languages, each by its own name. */
export function LanguageSwitch() {
  const choose = useKeptLanguage()
  return (
    <div role="radiogroup" aria-label={t('Language')} className={styles.switch}>
      {languages.map(({ code, name }) => (
        <label key={code} className={styles.choice} title={name}>
          <input type="radio" name="language" className="read-only-by-ear" aria-label={name} lang={code} checked={languageNow() === code} onChange={() => choose(code)} />
          <span aria-hidden="true" className={styles.code}>{code}</span>
        </label>
      ))}
    </div>
  )
}
