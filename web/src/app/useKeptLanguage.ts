// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '@/api/client'
import { q } from '@/api/queries'
import type { View } from '@/api/types'
import { languageNow } from '@/i18n'
import { isLanguage, isPseudo, keepLanguage, type Language } from '@/i18n/languages'

const kind = 'settings:person'
const own = (views: View[] | undefined) => views?.find((view) => view.kind === kind && view.mine)

/** The page in another language: everything is read anew; drafts outlive it. Where the browser keeps nothing, all stays as it is. */
function turnTo(language: Language) {
  if (language !== languageNow() && keepLanguage(language)) window.location.reload()
}

/**
 * The person's language, kept by the server beside the saved views: every workstation speaks it after the sign-in.
 * Answers the way to choose another.
 */
export function useKeptLanguage(): (language: Language) => void {
  const client = useQueryClient()
  const { data: views } = useQuery(q.views())
  const kept = new URLSearchParams(own(views)?.query).get('language')
  useEffect(() => {
    if (isLanguage(kept) && !isPseudo(languageNow())) turnTo(kept)
  }, [kept])
  const save = useMutation({
    mutationFn: async (language: Language) => {
      const id = own(client.getQueryData(q.views().queryKey) ?? (await api.views()).items)?.id
      return api.saveView({ id, kind, name: 'Settings', query: new URLSearchParams({ language }).toString(), shared: false, pinned: false })
    },
    onSuccess: (_, language) => turnTo(language),
  })
  return save.mutate
}
