// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { IndexPerson } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Reason } from '@/ui/Empty'
import { day } from '@/ui/format'
import { AppLink } from '@/ui/navigate'

/** The number that was issued: it takes the focus, so that it is read, and leads on to the chart or the next person. */
export function Registered({ person, onNext }: { person: IndexPerson; onNext: () => void }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  return (
    <div ref={box} tabIndex={-1} role="status">
      <Reason tone="good" title={t('Registered: number {number}', { number: person.mrn ?? '' })}>
        <p>{person.name}, {day(person.birth_date)}</p>
        <p className="row">
          <AppLink to={paths.chart(person.id)}>{t('Open the chart')}</AppLink>
          <Button size="compact-sm" onClick={onNext}>{t('Next person')}</Button>
        </p>
      </Reason>
    </div>
  )
}
