// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { q } from '@/api/queries'
import type { MyList, OwedLine } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { EmptyState, Reason } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { listKeys } from '@/ui/list_keys'
import { Loaded } from '@/ui/Loaded'
import { useGo, useSearchState } from '@/ui/navigate'
import { Page } from '@/ui/Page'
import { Act } from '@/ui/Act'
import { CorrectionDialog } from './CorrectionDialog'
import { eachOnce, keyOf, readied } from './mine'
import styles from './My.module.css'
import { NotMineDialog } from './NotMineDialog'
import { OwedLines } from './OwedLines'
import { OwedPane } from './OwedPane'
import { SignDialog } from './SignDialog'
import { useMarked } from './useMarked'
import { WriteDialog } from './WriteDialog'

type Asking = 'sign' | 'not-mine' | 'correction' | 'write'

/** Everything one owes, oldest first: read, sign, sign many, write, or say that it is not one's own. */
export function MyPage() {
  const query = useQuery(q.mine())
  return (
    <Page title={t('What I owe')} keepFocus subtitle={query.data?.signer && t('Signing as {name}', { name: query.data.signer.name })}>
      <Loaded query={query} isEmpty={(list) => !list.items.length && !!list.signer} empty={<EmptyState icon="check" title={t('You owe nothing')}>{query.data?.with_transcription ? t('{n, plural, one {# document is} other {# documents are}} being written anew; nothing is asked of you meanwhile.', { n: query.data.with_transcription }) : undefined}</EmptyState>}>
        {(list) => <Mine list={list} />}
      </Loaded>
    </Page>
  )
}

function Mine({ list }: { list: MyList }) {
  const client = useQueryClient()
  const go = useGo()
  const [search, change, now] = useSearchState()
  const [marked, setMarked] = useMarked()
  const [asking, setAsking] = useState<Asking>()
  const lines = list.items
  const order = lines.map(keyOf)
  const chosen = search.of && order.includes(search.of) ? search.of : undefined
  const here: OwedLine | undefined = lines[chosen ? order.indexOf(chosen) : 0]
  const id = here && keyOf(here)
  const shown = useQuery({ ...q.signable(here?.document?.id ?? ''), enabled: !!here?.document })
  const ready = shown.data && here?.document && shown.data.document.id === here.document.id ? readied(shown.data) : undefined
  const select = (of: string | undefined) => change({ of })
  const settled = () => {
    setAsking(undefined)
    setMarked(new Map())
    void client.invalidateQueries({ queryKey: ['mine'] })
    void client.invalidateQueries({ queryKey: ['signable'] })
  }
  const readAndMark = () => {
    if (!id || !ready) return
    const next = new Map(marked)
    if (next.has(id)) next.delete(id)
    else next.set(id, ready)
    setMarked(next)
    const further = order[order.indexOf(id) + 1]
    if (next.has(id) && further) select(further)
  }
  const toSign = marked.size ? eachOnce([...marked.values()]) : ready ? [ready] : []
  const isWritten = here?.act === 'write' || shown.data?.is_mine_to_write
  const openIt = () => here?.item && go(paths.worklist(here.kind, { item: here.item }))
  useHotkeys(t('What I owe'), [
    ...listKeys({ next: t('Next'), previous: t('Previous'), order, standing: () => now().of ?? order[0], select, open: select, ready: true }),
    { keys: 'space', label: t('Read: mark it for signing, and on'), ready: !shown.isFetching || !!ready, run: readAndMark },
    { keys: 's', label: t('Sign what is marked, or this'), ready: !shown.isFetching || !!ready, run: () => toSign.length && setAsking('sign') },
    { keys: 'n', label: t('Not mine'), run: () => here?.may_decline && setAsking('not-mine') },
    { keys: 'c', label: t('Back to transcription'), run: () => here?.act === 'sign' && here.document && setAsking('correction') },
    { keys: 't', label: t('Type or dictate it'), run: () => isWritten && setAsking('write') },
    { keys: 'o', label: t('Open it in its list'), run: openIt },
  ])
  if (!list.signer && !lines.length)
    return <Reason tone="info" title={t('Nobody of the medical staff')}>{t('Your account is not known in the medical staff. Whoever manages people names your number in the record; then what you owe stands here.')}</Reason>
  return (
    <div className={styles.split} data-open={search.of || undefined}>
      <OwedLines list={list} current={id} marked={marked} onChoose={select} />
      {here && (
        <div>
          <OwedPane line={here} patient={list.patients.find((one) => one.id === here.patient)} document={shown} onBack={() => select(undefined)} />
          <div className={`${styles.acts} no-print`}>
            {here.act === 'sign' && <Act hint="Space" allowed={!!ready} why={t('Nothing can be signed here now.')} onClick={readAndMark}>{marked.has(id ?? '') ? t('Not marked any more') : t('Read')}</Act>}
            {(here.act === 'sign' || marked.size > 0) && <Act variant="filled" hint="s" allowed={toSign.length > 0} why={t('Nothing can be signed here now.')} onClick={() => setAsking('sign')}>{toSign.length > 1 ? t('Sign {n} documents…', { n: toSign.length }) : t('Sign…')}</Act>}
            {isWritten && <Act variant={here.act === 'write' ? 'filled' : 'default'} hint="t" onClick={() => setAsking('write')}>{t('Type or dictate…')}</Act>}
            {here.may_decline && <Act hint="n" onClick={() => setAsking('not-mine')}>{t('Not mine…')}</Act>}
            {here.act === 'sign' && <Act hint="c" onClick={() => setAsking('correction')}>{t('Corrections…')}</Act>}
            {here.item && <Act hint="o" onClick={openIt}>{here.act === 'answer' ? t('Answer it…') : t('Open it')}</Act>}
          </div>
        </div>
      )}
      {asking === 'sign' && <SignDialog documents={toSign} onClose={() => setAsking(undefined)} onSigned={settled} />}
      {asking === 'not-mine' && here?.deficiency && <NotMineDialog line={here} onClose={() => setAsking(undefined)} onDone={settled} />}
      {asking === 'correction' && here?.document && <CorrectionDialog document={here.document} onClose={() => setAsking(undefined)} onDone={settled} />}
      {asking === 'write' && here && <WriteDialog line={here} begun={shown.data?.is_mine_to_write ? shown.data : undefined} onClose={() => setAsking(undefined)} onDone={settled} />}
    </div>
  )
}
