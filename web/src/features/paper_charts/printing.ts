// SPDX-License-Identifier: Apache-2.0
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import type { PaperPrint } from '@/api/types'
import { failed } from '@/ui/toasts'

/** What is printed opens beside the page. */
export async function openPrinted(order: PaperPrint) {
  try {
    const url = URL.createObjectURL((await api.printPaper(order)).bytes)
    window.open(url, '_blank', 'noopener')
    setTimeout(() => URL.revokeObjectURL(url), 60_000)
  } catch (error) {
    failed(asProblem(error).message)
  }
}
