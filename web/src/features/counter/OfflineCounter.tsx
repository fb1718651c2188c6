// SPDX-License-Identifier: Apache-2.0
import { useEffect } from 'react'
import { t } from '@/i18n'
import { Page } from '@/ui/Page'
import { Counter } from './Counter'
import { useCounter } from './useCounter'

/** The counter when the house cannot even be asked who is there: everything is kept, nothing is shown of anybody. */
export function OfflineCounter({ onLine }: { onLine: () => void }) {
  const state = useCounter(undefined)
  useEffect(() => {
    window.addEventListener('online', onLine)
    const timer = setInterval(onLine, 20_000)
    return () => {
      window.removeEventListener('online', onLine)
      clearInterval(timer)
    }
  }, [onLine])
  const audit = state.standing.audit
  return (
    <main>
      <Page title={t('Counter')} keepFocus>
        <Counter state={state} ward={<p>{state.standing.ward ? t('On the ward {ward}', { ward: `${state.standing.ward.code} ${state.standing.ward.name}` }) : t('The wards are not known without the line: choose one while the house answers.')}</p>}
          shelf={<p>{audit ? t('The shelf that is read: {shelf}', { shelf: audit.words }) : t('Choose a shelf while the house answers; without the line none can be chosen.')}</p>} />
      </Page>
    </main>
  )
}
