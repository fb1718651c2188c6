// SPDX-License-Identifier: Apache-2.0
// The page's own files are kept by a service worker, for this page only, so that it opens without the line. It keeps nothing that
// the house answers: no patient, no list, no session.
import { base } from '@/paths'

export function keepPageForLater() {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return
  navigator.serviceWorker.register('/counter-worker.js', { scope: `${base}/counter` }).catch(() => undefined) // then it opens with the line only
}
