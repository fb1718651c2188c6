'use strict'
// Opens and shows the pack. No network, nothing kept: what was opened is gone with the page.
const byId = (id) => document.getElementById(id)
const openWords = byId('open-words').textContent
const seal = JSON.parse(byId('seal').textContent)
const madeAt = new Date(JSON.parse(openWords).made_at)
const warnMinutes = JSON.parse(openWords).warn_minutes

const element = (name, text, className) => {
  const made = document.createElement(name)
  if (text !== undefined) made.textContent = text
  if (className) made.className = className
  return made
}
const two = (number) => String(number).padStart(2, '0')
const time = (text) => {
  if (!text) return ''
  const at = new Date(text)
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`
}
const folded = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
const plural = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`

function ageInWords(minutes) {
  if (minutes < 1) return 'less than a minute old'
  if (minutes < 60) return `${plural(minutes, 'minute')} old`
  if (minutes < 2880) return `${plural(Math.floor(minutes / 60), 'hour')} and ${plural(minutes % 60, 'minute')} old`
  return `${plural(Math.floor(minutes / 1440), 'day')} old`
}

function showAge() {
  const minutes = Math.floor((Date.now() - madeAt.getTime()) / 60000)
  const age = byId('age')
  const isOld = minutes > warnMinutes || minutes < -1
  age.className = isOld ? 'old' : ''
  const words = minutes < -1 ? "This machine's clock is behind the pack: its age is not known." : `Made ${time(madeAt.toISOString())}, ${ageInWords(Math.max(0, minutes))}.`
  age.textContent = isOld && minutes > warnMinutes ? `${words} Warning: people and charts may be elsewhere by now.` : words
}
showAge()
setInterval(showAge, 15000)

const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))

async function openPack(passphrase) {
  const words = new TextEncoder()
  const base = await crypto.subtle.importKey('raw', words.encode(passphrase), 'PBKDF2', false, ['deriveKey'])
  const key = await crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt: bytesOf(seal.salt), iterations: seal.iterations }, base, { name: 'AES-GCM', length: 256 }, false, ['decrypt'])
  const small = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytesOf(seal.nonce), additionalData: words.encode(openWords), tagLength: 128 }, key, bytesOf(byId('sealed').textContent))
  const plain = await new Response(new Blob([small]).stream().pipeThrough(new DecompressionStream('gzip'))).text()
  return JSON.parse(plain)
}

let pack
let chosen = 0

const volumeWords = (volume) => `${volume.chart} volume ${volume.volume}${volume.kind === 'medical' ? '' : ` (${volume.kind})`}: ${volume.state === 'in-file' || volume.state === 'out' ? volume.place || 'place not known' : `${volume.state.toUpperCase()}, last ${volume.place || 'place not known'}`}`
const whereWords = (person) => person.where || (person.left ? `left ${time(person.left)}` : person.expected ? `expected ${time(person.expected)}` : 'not in the house')
const sexWords = (person) => person.sex || 'sex not known'

function listOf(texts) {
  const list = element('ul')
  for (const text of texts) list.append(element('li', text))
  return list
}

function table(heads, rows) {
  if (rows.length === 0) return element('p', 'Nobody and nothing in this list.')
  const made = element('table')
  const top = made.createTHead().insertRow()
  for (const head of heads) {
    const cell = element('th', head)
    cell.scope = 'col'
    top.append(cell)
  }
  const body = made.createTBody()
  for (const row of rows) {
    const line = body.insertRow()
    for (const cell of row) line.insertCell().append(cell)
  }
  return made
}

const people = (list) => table(['Name', 'Born', 'Number', 'Where', 'Charts'], list.map((person) => [
  [person.name, ...(person.former || []).map((name) => `formerly ${name}`)].join('; ') || 'name not known',
  `${person.born || 'not known'}, ${sexWords(person)}`,
  person.numbers.join(', '),
  whereWords(person),
  person.volumes.length ? listOf(person.volumes.map(volumeWords)) : 'no paper chart',
]))

function requests(list) {
  const urgent = (request) => element('span', request.priority.toUpperCase(), request.priority === 'routine' ? '' : 'urgent')
  return table(['Needed', 'Priority', 'Chart', 'For', 'Where it is', 'To'], list.map((request) => {
    const person = pack.people[request.person]
    return [time(request.needed), urgent(request), `${request.chart} volume ${request.volume}`, `${person.name}, ${person.born}`, request.place || 'place not known', [request.to, request.requester].filter(Boolean).join(', ')]
  }))
}

function ledger() {
  if (!pack.ledger) return element('p', 'The ledger has no checkpoint yet.')
  const part = element('div')
  part.append(element('p', `The ledger had ${pack.ledger.size} entries at its checkpoint of ${time(pack.ledger.at)}. Its root:`), element('p', pack.ledger.root, 'root'))
  const size = pack.ledger.code.length
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', `-4 -4 ${size + 8} ${size + 8}`)
  svg.setAttribute('role', 'img')
  svg.setAttribute('aria-label', 'QR code of the ledger checkpoint')
  const squares = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  squares.setAttribute('d', pack.ledger.code.flatMap((row, y) => [...row].map((dark, x) => (dark === '1' ? `M${x} ${y}h1v1h-1z` : ''))).join(''))
  squares.setAttribute('fill', '#000')
  svg.append(squares)
  part.append(svg)
  return part
}

const lists = [
  ['Census', () => people(pack.people.filter((person) => person.where).sort((a, b) => a.where.localeCompare(b.where, 'en', { numeric: true })))],
  ['Open requests', () => requests(pack.requests)],
  ["Today's pulls", () => requests(pack.requests.filter((request) => request.pull))],
  ['Missing charts', () => people(pack.people.filter((person) => person.volumes.some((volume) => volume.state === 'missing' || volume.state === 'lost')))],
  ['Appointments', () => table(['When', 'Clinic', 'Name', 'Charts'], pack.appointments.map((one) => [time(one.at), one.clinic, `${pack.people[one.person].name}, ${pack.people[one.person].born}`, listOf(pack.people[one.person].volumes.map(volumeWords))]))],
  ['Ledger', ledger],
]

function show(title, content) {
  byId('shown-title').textContent = title
  byId('rows').replaceChildren(content)
}

function choose(index) {
  chosen = index
  byId('lists').querySelectorAll('button').forEach((button, at) => button.setAttribute('aria-pressed', String(at === index)))
  show(lists[index][0], lists[index][1]())
}

/** Every word stands in a name, a number, the birth date or a barcode; digits are found with and without dashes. */
function find(text) {
  const words = folded(text).split(/[\s,]+/).filter(Boolean)
  const bare = (part) => part.replace(/[^a-z0-9]/g, '')
  return pack.people.filter((person) => words.every((word) => person.haystack.some((part) => part.startsWith(word) || (bare(word) !== '' && bare(part).startsWith(bare(word))))))
}

function search() {
  const text = byId('search').value.trim()
  if (text === '') return choose(chosen)
  const found = find(text)
  show(`${plural(found.length, 'person').replace('persons', 'people')} for “${text}”`, found.length ? people(found.slice(0, 200)) : element('p', 'Nobody in this pack. Whoever is restricted, or neither here nor expected, is not in it: ask the supervisor.'))
}

function enter(opened) {
  pack = opened
  for (const person of pack.people)
    person.haystack = [person.name, ...(person.former || [])].flatMap((name) => folded(name).split(/[\s,]+/)).concat(folded(person.born || ''), person.numbers.map(folded), person.volumes.flatMap((volume) => [folded(volume.barcode), folded(volume.chart)]))
  byId('door').remove()
  byId('sealed').remove()
  byId('pack').hidden = false
  const parts = [`${pack.people.length} people are in this pack.`]
  if (pack.left_out) parts.push(`${plural(pack.left_out, 'more person').replace('persons', 'people')} whose record is restricted: ask the supervisor.`)
  if (pack.is_cut) parts.push('There were more people than the pack takes: somebody who left may be missing.')
  byId('left-out').textContent = parts.join(' ')
  lists.forEach(([title], at) => {
    const button = element('button', `${at + 1} ${title}`)
    button.type = 'button'
    button.addEventListener('click', () => { byId('search').value = ''; choose(at) })
    byId('lists').append(button)
  })
  choose(0)
  byId('search').addEventListener('input', search)
  byId('search').focus()
}

byId('door').addEventListener('submit', async (event) => {
  event.preventDefault()
  byId('refusal').textContent = 'Opening…'
  let opened
  try {
    opened = await openPack(byId('passphrase').value.trim())
  } catch {
    byId('refusal').textContent = 'Not opened: the passphrase is another, or the pack was altered.'
    byId('passphrase').select()
    return
  }
  enter(opened)
})

document.addEventListener('keydown', (event) => {
  if (!pack || event.ctrlKey || event.altKey || event.metaKey) return
  const field = byId('search')
  if (event.key === 'Escape') {
    field.value = ''
    choose(chosen)
    field.blur()
    byId('shown-title').focus()
  } else if (document.activeElement !== field) {
    if (event.key === '/') { event.preventDefault(); field.focus() }
    else if (event.key === 'p') print()
    else if (event.key >= '1' && event.key <= String(lists.length)) { field.value = ''; choose(Number(event.key) - 1) }
  }
})
byId('passphrase').focus()
