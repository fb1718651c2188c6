// SPDX-License-Identifier: Apache-2.0
// Keeps the files that /app/counter is made of, and nothing else: not one answer of /api, /auth or /fhir passes through here.
// One cache is one build: the page and its files are taken together, from the build's own manifest, or not at all.
const page = '/app/counter'
const prefix = 'charta-counter-'
/** What the counter may load, by the names of the build's manifest; what these import statically comes along. */
const wanted = ['index.html', 'src/app/App.tsx', 'src/features/counter/', 'src/features/sign_in/SignInPage.tsx', 'src/i18n/es.ts']

const hex = async (text) => [...new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))].map((byte) => byte.toString(16).padStart(2, '0')).join('').slice(0, 16)

/** Every file of the wanted entries and of what they import. */
function filesOf(manifest) {
  const files = new Set()
  const seen = new Set()
  const add = (name) => {
    const entry = manifest[name]
    if (!entry || seen.has(name)) return
    seen.add(name)
    for (const file of [entry.file, ...(entry.css ?? []), ...(entry.assets ?? [])]) files.add(`/${file}`)
    for (const other of entry.imports ?? []) add(other)
    // the readers of the camera are loaded when it is opened
    if (name.startsWith('src/features/counter/')) for (const other of entry.dynamicImports ?? []) add(other)
  }
  for (const name of Object.keys(manifest)) if (wanted.some((one) => name === one || (one.endsWith('/') && name.startsWith(one)))) add(name)
  return [...files]
}

async function keepBuild() {
  const answer = await fetch('/manifest.json', { cache: 'no-store', credentials: 'same-origin' })
  if (!answer.ok) throw new Error('the build has no manifest')
  const text = await answer.text()
  const name = prefix + (await hex(text))
  if (await caches.has(name)) return
  const cache = await caches.open(`${name}-making`)
  await cache.addAll([page, ...filesOf(JSON.parse(text))])
  const whole = await caches.open(name)
  for (const request of await cache.keys()) await whole.put(request, await cache.match(request))
  await caches.delete(`${name}-making`)
  for (const other of await caches.keys()) if (other.startsWith(prefix) && other !== name) await caches.delete(other)
}

async function kept(request) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(prefix) || name.endsWith('-making')) continue
    const found = await (await caches.open(name)).match(request, { ignoreSearch: true, ignoreVary: true })
    if (found) return found
  }
  return undefined
}

/** The line first, for a moment; then what is kept. A page that came by the line renews what is kept. */
async function openPage(event) {
  try {
    const answer = await fetch(event.request, { signal: AbortSignal.timeout(4000) })
    if (answer.ok) event.waitUntil(keepBuild().catch(() => undefined))
    return answer
  } catch (error) {
    const found = await kept(page)
    if (found) return found
    throw error
  }
}

self.addEventListener('install', (event) => {
  self.skipWaiting()
  event.waitUntil(keepBuild())
})
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (url.origin !== self.location.origin || event.request.method !== 'GET') return
  if (event.request.mode === 'navigate') event.respondWith(openPage(event))
  else if (url.pathname.startsWith('/assets/')) event.respondWith(kept(event.request).then((found) => found ?? fetch(event.request)))
})
