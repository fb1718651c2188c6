// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { panels } from '@/app/WorklistRoute'
import { letters } from '@/features/worklists/item_keys'

// An item's pane gives every queue the same letters: a queue that takes one of them for a step of its own would never be heard.
describe('the keys of a queue', () => {
  it.each(Object.entries(panels).filter(([, panel]) => panel.steps))('%s takes no letter that every queue has, and none twice', (_, panel) => {
    const common = Object.entries(letters).filter(([event]) => !panel.covers.test(event)).map(([, key]) => key)
    for (const step of Object.values(panel.steps ?? {})) expect(common).not.toContain(step.keys)
    const own = Object.entries(panel.steps ?? {}).filter(([event]) => event !== 'give-opinion').map(([, step]) => step.keys) // the other opinion's state
    expect(new Set(own).size).toBe(own.length)
  })
})
