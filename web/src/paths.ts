// SPDX-License-Identifier: Apache-2.0
// The one place that knows addresses. The router adds /app in front.

const part = encodeURIComponent
const withQuery = (path: string, search?: Record<string, string | undefined>) => {
  const pairs = Object.entries(search ?? {}).filter((pair): pair is [string, string] => !!pair[1])
  // Commas separate the values of one filter and stay readable.
  return pairs.length ? `${path}?${new URLSearchParams(pairs).toString().replaceAll('%2C', ',')}` : path
}

export const base = '/app'

export const paths = {
  home: () => '/',
  signIn: (next?: string) => withQuery('/sign-in', { next }),
  worklist: (kind: string, search?: Record<string, string | undefined>) => withQuery(`/worklists/${part(kind)}`, search),
  patients: (q?: string) => withQuery('/patients', { q }),
  chart: (id: string, search?: Record<string, string | undefined>) => withQuery(`/patients/${part(id)}`, search),
  chartDocument: (patient: string, document: string) => withQuery(`/patients/${part(patient)}`, { document }),
  document: (id: string) => `/documents/${part(id)}`,
  chartExpected: (id: string) => `/patients/${part(id)}/expected`,
  chartParticulars: (id: string) => `/patients/${part(id)}/particulars`,
  search: () => '/search',
  register: () => '/register',
  scanning: (search?: Record<string, string | undefined>) => withQuery('/scanning', search),
  scanBatch: (id: string, search?: Record<string, string | undefined>) => withQuery(`/scanning/${part(id)}`, search),
  fileRoom: (search?: Record<string, string | undefined>) => withQuery('/file-room', search),
  counter: () => '/counter',
  paperVolume: (code: string) => withQuery('/file-room', { code }),
  shelfAudit: (audit: string) => withQuery('/file-room', { tab: 'shelves', audit }),
  downtime: (search?: Record<string, string | undefined>) => withQuery('/downtime', search),
  paperHunt: (id: string) => `/file-room/hunts/${part(id)}`,
  chartPaper: (id: string) => `/patients/${part(id)}/paper`,
  archive: () => '/archive',
  coding: (search?: Record<string, string | undefined>) => withQuery('/coding', search),
  encoder: (search?: Record<string, string | undefined>) => withQuery('/encoder', search),
  caseMix: (search?: Record<string, string | undefined>) => withQuery('/case-mix', search),
  distribution: (search?: Record<string, string | undefined>) => withQuery('/distribution', search),
  deficiencies: (search?: Record<string, string | undefined>) => withQuery('/deficiencies', search),
  mine: (search?: Record<string, string | undefined>) => withQuery('/mine', search),
  floor: (search?: Record<string, string | undefined>) => withQuery('/floor', search),
  dataEntry: (search?: Record<string, string | undefined>) => withQuery('/data-entry', search),
  dataEntryOf: (id: string) => `/data-entry/${part(id)}`,
  amendments: (search?: Record<string, string | undefined>) => withQuery('/amendments', search),
  queryFigures: () => '/query-figures',
  shift: (search?: Record<string, string | undefined>) => withQuery('/shift', search),
  handOff: (id: string) => `/shift/hand-offs/${part(id)}`,
  indexFigures: (search?: Record<string, string | undefined>) => withQuery('/index-figures', search),
  chartLedger: (id: string) => `/patients/${part(id)}/ledger`,
  messages: (search?: Record<string, string | undefined>) => withQuery('/messages', search),
  message: (id: string, tab?: string) => withQuery(`/messages/${part(id)}`, { tab }),
  ledger: (search?: Record<string, string | undefined>) => withQuery('/ledger', search),
  reconciliation: () => '/reconciliation',
  jobs: () => '/jobs',
  people: () => '/people',
  roles: () => '/roles',
  partners: () => '/partners',
  outbox: () => '/outbox',
  rules: () => '/rules',
  glass: () => '/glass',
}

/** A link as the server gives it ("/app/worklists/…", "/worklists/…") for the router, or undefined when it leads elsewhere. */
export function serverLink(link: string): string | undefined {
  if (link === base) return '/'
  if (link.startsWith(`${base}/`)) return link.slice(base.length)
  return link.startsWith('/') && !link.startsWith('//') && !link.startsWith('/api/') && !link.startsWith('/fhir/') ? link : undefined
}
