// SPDX-License-Identifier: Apache-2.0
import { Outlet, useRouter } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useLayoutEffect, useState } from 'react'
import { followCounts } from '@/api/events'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Lines } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { setMoving } from '@/ui/keys_ahead'
import { useGo, usePathname } from '@/ui/navigate'
import { useSession } from '@/ui/session'
import { useStored } from '@/ui/useStored'
import { LineNotice } from './LineNotice'
import { Navigation } from './Navigation'
import { Palette } from './Palette' // not lazy: the first letters typed after Ctrl+K must not be lost
import styles from './Shell.module.css'
import { TopBar } from './TopBar'

const HotkeySheet = lazy(async () => ({ default: (await import('./HotkeySheet')).HotkeySheet }))

export function Shell() {
  const client = useQueryClient()
  const go = useGo()
  const router = useRouter()
  const session = useSession()
  const pathname = usePathname()
  const [overlay, setOverlay] = useState<'palette' | 'keys' | null>(null)
  const [narrow, setNarrow] = useStored('navigation.narrow', false)
  useEffect(() => followCounts(client), [client])
  useEffect(() => setOverlay(null), [pathname])

  useLayoutEffect(() => {
    const stops = [router.subscribe('onBeforeNavigate', ({ pathChanged }) => setMoving(pathChanged)), router.subscribe('onResolved', () => setMoving(false))]
    return () => stops.forEach((stop) => stop())
  }, [router])
  useHotkeys(t('Everywhere'), [
    { keys: 'mod+k', label: t('Command palette'), inFields: true, run: () => setOverlay('palette') },
    { keys: '/', label: t('Find a patient'), run: () => document.querySelector<HTMLInputElement>('#finder')?.focus() },
    { keys: '?', label: t('This sheet'), run: () => setOverlay('keys') },
    { keys: 'g h', label: t('Go to the first screen'), run: () => go(paths.home()) },
    { keys: 'g e', label: t('Go to expected records'), run: () => go(paths.worklist('expected-record')) },
    { keys: 'g m', label: t('Go to held messages'), run: () => go(paths.worklist('held-message')) },
    { keys: 'g l', label: t('Go to loose documents'), run: () => go(paths.worklist('loose-document')) },
    { keys: 'g i', label: t('Go to possible duplicates'), run: () => go(paths.worklist('identity')) },
    { keys: 'g n', label: t('Go to the shift desk'), run: () => go(paths.shift()) },
    { keys: 'g r', label: t('Go to the registration desk'), run: () => go(paths.register()) },
    { keys: 'g p', label: t('Go to the patient finder'), run: () => go(paths.patients()) },
    { keys: 'g d', label: t('Go to the search in documents'), run: () => go(paths.search()) },
    { keys: 'g s', label: t('Go to the scanning desk'), run: () => go(paths.scanning()) },
    { keys: 'g v', label: t('Go to the archive'), run: () => go(paths.archive()) },
    { keys: 'g w', label: t('Go to downtime and disaster'), run: () => go(paths.downtime()) },
    { keys: 'g f', label: t('Go to the file room'), run: () => go(paths.fileRoom()) },
    { keys: 'g c', label: t('Go to the counter'), run: () => go(paths.counter()) },
    { keys: 'g y', label: t('Go to what I owe'), run: () => go(paths.mine()) },
    { keys: 'g o', label: t('Go to the deficiencies'), run: () => go(paths.deficiencies()) },
    { keys: 'g x', label: t('Go to data entry'), run: () => go(paths.dataEntry()) },
    { keys: 'g t', label: t('Go to the distribution'), run: () => go(paths.distribution()) },
    { keys: 'g k', label: t('Go to the floor'), run: () => go(paths.floor()) },
    { keys: 'g a', label: t('Go to the amendment requests'), run: () => go(paths.amendments()) },
    { keys: 'g q', label: t('Go to the coder’s desk'), run: () => go(paths.coding()) },
    { keys: 'g z', label: t('Go to the encoder'), run: () => go(paths.encoder()) },
    { keys: 'g u', label: t('Go to the case mix'), run: () => go(paths.caseMix()) },
    { keys: 'g b', label: t('Go to the message browser'), run: () => go(paths.messages()) },
    { keys: '[', label: t('Narrow or widen the navigation'), run: () => setNarrow(!narrow) },
  ], true)
  return (
    <div className={styles.shell} data-narrow={narrow || undefined} data-alone={pathname === paths.counter() || undefined}>
      <a className={styles.skip} href="#content" onClick={(event) => {
        event.preventDefault()
        document.getElementById('content')?.focus()
      }}>{t('Skip to the content')}</a>
      <Navigation narrow={narrow} onNarrow={setNarrow} />
      <div className={styles.main}>
        <header className="no-print">
          {session.synthetic && <p className={styles.synthetic} role="note">{t('Synthetic data: nobody here is real.')}</p>}
          <LineNotice />
          <TopBar onPalette={() => setOverlay('palette')} onKeys={() => setOverlay('keys')} />
        </header>
        <main id="content" tabIndex={-1} className={styles.content}>
          <Suspense fallback={<><h1 className="read-only-by-ear">{t('Loading')}</h1><Lines /></>}><Outlet /></Suspense>
        </main>
      </div>
      <Suspense fallback={null}>
        {overlay === 'palette' && <Palette onClose={() => setOverlay(null)} onKeys={() => setOverlay('keys')} />}
        {overlay === 'keys' && <HotkeySheet onClose={() => setOverlay(null)} />}
      </Suspense>
    </div>
  )
}
