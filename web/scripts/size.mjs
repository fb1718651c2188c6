// SPDX-License-Identifier: Apache-2.0
// What the first screen costs on the wire: the entry, everything it imports at once, and the page shown after signing in.
// Fails above the limit.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const limit = 200 * 1024
const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('manifest.json', dist)))
const first = ['index.html', 'src/app/App.tsx', 'src/features/home/HomePage.tsx', 'src/features/sign_in/SignInPage.tsx']

const files = new Set(['index.html', 'favicon.svg'])
const follow = (name, seen = new Set()) => {
  const chunk = manifest[name]
  if (!chunk) throw new Error(`${name} is not in dist/manifest.json: build first`)
  if (seen.has(name)) return
  seen.add(name)
  files.add(chunk.file)
  chunk.css?.forEach((file) => files.add(file))
  chunk.imports?.forEach((other) => follow(other, seen))
}
first.forEach((name) => follow(name))

let total = 0
for (const file of files) {
  const size = gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length
  total += size
  console.log(`${(size / 1024).toFixed(1).padStart(7)} KB  ${file}`)
}
console.log(`${(total / 1024).toFixed(1).padStart(7)} KB  first load, gzip; limit ${limit / 1024} KB`)
if (total > limit) process.exitCode = 1
