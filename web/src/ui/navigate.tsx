// SPDX-License-Identifier: Apache-2.0
import { useMatch, useRouter, useRouterState } from '@tanstack/react-router'
import { useCallback, type AnchorHTMLAttributes, type MouseEvent } from 'react'
import { base } from '@/paths'

/** What goes along with an address and never stands in it: whose stay a book was opened from. Reload, back and forward keep it. */
export interface Along { stay?: string }
declare module '@tanstack/react-router' {
  interface HistoryState extends Along {}
}
const stayOf = ({ stay }: Along): Along => (stay ? { stay } : {})

/** Goes to a path of paths.ts; `replace` leaves no step to go back to. */
export function useGo(): (path: string, replace?: boolean, along?: Along) => void {
  const { history } = useRouter()
  return useCallback((path, replace, along) => (replace ? history.replace : history.push)(base + path, along), [history])
}
export const useAlong = (): Along => stayOf(useRouterState({ select: (state) => state.location.state }))

/** A link to a path of paths.ts: a real address (open in a new tab works), without a page load. */
export function AppLink({ to, along, onClick, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { to: string; along?: Along }) {
  const go = useGo()
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go(to, false, along)
  }
  return <a href={base + to} onClick={follow} {...rest} />
}

export type Search = Record<string, string>
export type ChangeSearch = (changes: Record<string, string | undefined>, push?: boolean) => void
/** The query as the URL has it at this moment; what is on the screen may be a drawing behind. */
export type SearchNow = () => Search

export const parseSearch = (text: string): Search => Object.fromEntries(new URLSearchParams(text))
export function stringifySearch(search: Record<string, unknown>): string {
  const pairs = Object.entries(search).filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== '')
  // Commas separate values of one filter and stay readable.
  const text = new URLSearchParams(pairs).toString().replaceAll('%2C', ',')
  return text ? `?${text}` : ''
}

/** A path without the part in front of all of ours. */
const bare = (path: string) => decodeURI(path).replace(new RegExp(`^${base}(?=/|$)`), '').replace(/\/$/, '')

/** The query of the URL and the way to change it; what goes along with the page stays with it. A change replaces the step unless it is worth going back to. */
export function useSearchState(): [Search, ChangeSearch, SearchNow] {
  const { history } = useRouter()
  const here = useMatch({ strict: false, select: (match) => bare(match.pathname) })
  const search = useRouterState({ select: (state) => state.location.search as Search })
  const change = useCallback<ChangeSearch>(
    (changes, push) => {
      const { pathname, search: text, state } = history.location
      if (bare(pathname) !== here) return // the page was left meanwhile: its last words do not belong to the next one
      const next = stringifySearch({ ...parseSearch(text), ...changes })
      if (next === text) return
      ;(push ? history.push : history.replace)(pathname + next, stayOf(state))
    },
    [history, here],
  )
  const now = useCallback(() => parseSearch(history.location.search), [history])
  return [search, change, now]
}

export const usePathname = () => useRouterState({ select: (state) => state.location.pathname.replace(new RegExp(`^${base}`), '') || '/' })
