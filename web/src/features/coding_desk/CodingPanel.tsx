// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import type { WorkItem } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { useHotkeys } from '@/ui/hotkeys'
import { KeyHint } from '@/ui/KeyHint'
import { useGo } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'

/** A stay in the queue: what it waits for, and the way to the desk. */
export function CodingPanel({ item }: { item: WorkItem }) {
  const go = useGo()
  const encounter = typeof item.detail.encounter === 'string' ? item.detail.encounter : item.subject.id
  const missing = Array.isArray(item.detail.missing) ? item.detail.missing.filter((one): one is string => typeof one === 'string') : []
  const open = () => go(paths.coding({ case: encounter }))
  useHotkeys(t('Coding'), [{ keys: 'o', label: t('Open at the coder’s desk'), run: open }])
  return (
    <Pane title={said(item.state_title)}>
      {missing.length > 0 ? <ul>{missing.map((one) => <li key={one}><Said>{said(one)}</Said></li>)}</ul> : <p>{t('The file holds what coding rests on.')}</p>}
      <Button variant="filled" onClick={open} rightSection={<KeyHint keys="o" />}>{t('Open at the coder’s desk')}</Button>
    </Pane>
  )
}
