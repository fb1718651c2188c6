// SPDX-License-Identifier: Apache-2.0
import { t } from '@/i18n'
import { watchRequest } from './pace'
import type { ProblemBody } from './types'

/** What the server refused, in its own words (RFC 9457). */
export class Problem extends Error {
  readonly status: number
  readonly kind: string
  readonly location: string
  /** Whom the index takes the person for, where a registration was refused. */
  readonly candidates: ProblemBody['candidates']

  constructor(body: ProblemBody) {
    super(body.detail || body.title || t('The server answered {status}.', { status: String(body.status) }))
    this.name = 'Problem'
    this.status = body.status
    this.kind = body.kind ?? ''
    this.location = body.location ?? ''
    this.candidates = body.candidates
  }
}

/** Status 0: no answer came at all. */
export const unreachable = () =>
  new Problem({ status: 0, kind: 'unavailable', detail: t('The server does not answer. What you typed is kept; try again in a moment.') })

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  return new Problem({ status: 500, detail: error instanceof Error ? error.message : String(error) })
}

async function readProblem(response: Response): Promise<Problem> {
  try {
    const body = (await response.json()) as Partial<ProblemBody>
    return new Problem({ ...body, status: body.status ?? response.status })
  } catch {
    return new Problem({ status: response.status, title: response.statusText })
  }
}

type Listener = (problem: Problem) => void
const refusals = new Set<Listener>()

/** Told of every 401, so that the lock screen can come up wherever the refusal happened. */
export function onUnauthenticated(listener: Listener): () => void {
  refusals.add(listener)
  return () => refusals.delete(listener)
}

/** Where the password is asked once more: a 401 there is about what was typed, not about the session. */
const asksPassword = (method: string, path: string) => path.startsWith('/auth/') || (method === 'POST' && (path === '/api/glass' || path === '/api/signatures' || path === '/api/signatures/amend' || /^\/api\/shift\/hand-offs\/[^/]+\/sign$/.test(path)))

/** A request while nobody touches the page is the page's own (a poll, a count that moved): it must not put off the idle lock. */
const attendedForMs = 30_000
let touched = Date.now()
for (const kind of ['keydown', 'pointerdown', 'wheel', 'touchstart'])
  window.addEventListener(kind, () => void (touched = Date.now()), { capture: true, passive: true })
const isUnattended = () => Date.now() - touched > attendedForMs

async function answerTo(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (method !== 'GET') headers['X-Charta'] = '1'
  if (isUnattended()) headers['X-Charta-Unattended'] = '1'
  const isFile = body instanceof Blob
  if (body !== undefined) headers['Content-Type'] = isFile ? body.type || 'application/octet-stream' : 'application/json'
  let response: Response
  const ended = watchRequest()
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      body: body === undefined ? undefined : isFile ? body : JSON.stringify(body),
      signal,
    })
  } catch (error) {
    const isAborted = error instanceof DOMException && error.name === 'AbortError'
    ended(isAborted ? 'given up' : false)
    throw isAborted ? error : unreachable()
  }
  ended(true)
  if (!response.ok) {
    const problem = await readProblem(response)
    if (problem.status === 401 && !asksPassword(method, path)) refusals.forEach((listener) => listener(problem))
    throw problem
  }
  return response
}

export async function request<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await answerTo(method, path, body, signal)
  if (response.status === 204) return undefined as T
  const text = await response.text()
  return (text ? JSON.parse(text) : undefined) as T
}

export interface NamedFile { name: string; bytes: Blob }

/** A file as the server made it, under the name it gave it: a refusal is a `Problem`, never a file. */
export async function file(path: string, body?: unknown): Promise<NamedFile> {
  const response = await answerTo(body === undefined ? 'GET' : 'POST', path, body)
  const name = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? 'list.csv'
  return { name, bytes: await response.blob() }
}

export const get = <T>(path: string, signal?: AbortSignal) => request<T>('GET', path, undefined, signal)
export const post = <T>(path: string, body: unknown = {}) => request<T>('POST', path, body)
export const remove = (path: string) => request<void>('DELETE', path)

export type Query = Record<string, string | number | boolean | undefined>

/** `?a=1&b=2`, empty members left out. */
export function query(parameters: Query): string {
  const pairs = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== '')
  if (!pairs.length) return ''
  return '?' + new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString()
}

/** Lists come as `{items,total}`; a bare array is read as a whole list. */
export function asList<T>(answer: { items: T[]; total: number } | T[]): { items: T[]; total: number } {
  return Array.isArray(answer) ? { items: answer, total: answer.length } : answer
}
