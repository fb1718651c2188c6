// SPDX-License-Identifier: Apache-2.0
import type { IconName } from '@/ui/icons'

export interface Command { group: string; title: string; subtitle?: string; icon?: IconName; keys?: string; run: () => void }

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Every typed word must begin a word of the title or group: "he me" finds "Held messages". */
export function matching<T extends { title: string; group: string }>(commands: readonly T[], text: string): T[] {
  const asked = folded(text).split(/\s+/).filter(Boolean)
  if (!asked.length) return [...commands]
  return commands.filter((command) => {
    const own = folded(`${command.title} ${command.group}`).split(/[^\p{L}\p{N}]+/u)
    return asked.every((word) => own.some((one) => one.startsWith(word)))
  })
}
