// SPDX-License-Identifier: Apache-2.0
import type { NamedFile } from '@/api/http'

/** Into the person's downloads, as a click on a link would. */
export function handOver({ name, bytes }: NamedFile) {
  const address = URL.createObjectURL(bytes)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
