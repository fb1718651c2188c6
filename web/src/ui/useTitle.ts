// SPDX-License-Identifier: Apache-2.0
import { useEffect } from 'react'

/** The page's name in the tab. Never a patient's: window titles end up in screenshots and histories. */
export function useTitle(title: string) {
  useEffect(() => {
    document.title = title ? `${title} · Charta` : 'Charta'
  }, [title])
}
