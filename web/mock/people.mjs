// SPDX-License-Identifier: Apache-2.0
// Invented people and the small vocabulary of an invented hospital. Same seed, same hospital.

export function random(seed) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (n) => Math.floor(next() * n)
  return { next, below, pick: (list) => list[below(list.length)], chance: (p) => next() < p }
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
let serial = 0n
export function newId() {
  serial += 7919n
  let value = 0x0123_4567_0000n * 4096n + serial
  let text = ''
  for (let i = 0; i < 13; i++) {
    text = alphabet[Number(value % 32n)] + text
    value /= 32n
  }
  return text
}

const surnames = 'Smith Marsh Quill Okafor Lindqvist Haddad Moreau Castellanos Ibarra Novak Petrov Achterberg Fontaine Kowalczyk Ferreira Nakamura Oduya Brennan Whitlock Tanaka Alvarez Osei Halloran Jensen Varga Mwangi Dubois Sato Rahman Ellery'.split(' ')
const women = 'Ada Johanna Maren Ingrid Chidinma Rosa Yuki Leila Sofia Clara Amara Noor Beatriz Edith Hana'.split(' ')
const men = 'John Jonas Emeka Tomas Pavel Hiroshi Omar Mateo Luca Arthur Kwame Declan Henri Samir Otto'.split(' ')
const wards = ['4 West', '5 East', 'ICU', 'Maternity', 'Emergency', 'Day surgery', '3 North']

export function makePatients(rng, count) {
  return Array.from({ length: count }, (_, index) => {
    const sex = rng.chance(0.52) ? 'female' : 'male'
    const surname = rng.pick(surnames)
    const given = rng.pick(sex === 'female' ? women : men)
    const year = 1932 + rng.below(93)
    const mrn = String(100200 + index * 7)
    const former = sex === 'female' && rng.chance(0.14) ? [`${rng.pick(surnames)}, ${given}`] : []
    return {
      id: newId(),
      name: `${surname}, ${given}`,
      birth_date: `${year}-${String(1 + rng.below(12)).padStart(2, '0')}-${String(1 + rng.below(28)).padStart(2, '0')}`,
      sex,
      mrn,
      assigner: 'urn:oid:2.999.1',
      former_names: former,
      mrns: [
        { value: mrn, assigner: 'urn:oid:2.999.1', status: 'active' },
        ...(rng.chance(0.08) ? [{ value: String(9000 + index), assigner: 'urn:oid:2.999.1', status: 'old' }] : []),
      ],
      deceased: rng.chance(0.03),
      why: '',
      address: `${1 + rng.below(180)} ${rng.pick(['Mill', 'Canal', 'Orchard', 'Station'])} Street, Fernhill`,
      phone: `555-01${String(rng.below(100)).padStart(2, '0')}`,
      alerts: [
        ...(rng.chance(0.1) ? [{ code: 'same-name', text: 'Same name on ward' }] : []),
        ...(rng.chance(0.05) ? [{ code: 'allergy', text: 'Allergy: penicillin' }] : []),
      ],
      encounter: rng.chance(0.3)
        ? { id: newId(), class: 'inpatient', location: rng.pick(wards), since: new Date(Date.now() - rng.below(9 * 86400) * 1000).toISOString() }
        : undefined,
      restricted: index === 7,
    }
  })
}

export const services = [
  { code: 'CXR2', title: 'Chest X-ray, two views', document: 'Radiology report', department: 'Radiology' },
  { code: 'CTABD', title: 'CT abdomen with contrast', document: 'Radiology report', department: 'Radiology' },
  { code: 'CBC', title: 'Complete blood count', document: 'Laboratory report', department: 'Laboratory' },
  { code: 'ECHO', title: 'Echocardiogram', document: 'Cardiology report', department: 'Cardiology' },
  { code: 'APPY', title: 'Appendectomy', document: 'Operative report', department: 'Surgery' },
  { code: 'DISCH', title: 'Discharge', document: 'Discharge summary', department: 'Medicine' },
  { code: 'PATH', title: 'Tissue examination', document: 'Pathology report', department: 'Pathology' },
]
export const physicians = ['Dr. R. Falk', 'Dr. M. Oyelaran', 'Dr. S. Iversen', 'Dr. P. Castellane', 'Dr. T. Brandt']

export const roles = [
  { name: 'clerk', title: 'Records clerk', permissions: ['read-record', 'search-record', 'read-worklists', 'work-worklists', 'read-messages', 'file-documents', 'break-glass', 'export-lists'] },
  { name: 'technician', title: 'Records technician', permissions: ['read-record', 'search-record', 'read-worklists', 'work-worklists', 'assign-work', 'read-messages', 'replay-messages', 'assign-patient', 'ignore-messages', 'file-documents', 'excuse-expected-records', 'read-ledger', 'break-glass', 'export-lists', 'read-history'] },
  { name: 'privacy', title: 'Privacy officer', permissions: ['read-record', 'search-record', 'read-worklists', 'read-ledger', 'verify-ledger', 'review-glass'] },
  { name: 'viewer', title: 'Viewer', permissions: ['read-record', 'search-record', 'read-worklists'] },
]
const administrator = [...new Set(roles.flatMap((role) => role.permissions)), 'waive-work', 'manage-people', 'manage-partners', 'manage-rules', 'manage-jobs', 'send-messages', 'register-patient', 'link-patients', 'read-metrics']
roles.push({ name: 'administrator', title: 'Administrator', permissions: administrator })

export function makeUsers() {
  const user = (name, display_name, own, more = {}) => ({
    id: newId(), name, display_name, roles: own, disabled: false, is_program: false, created_at: '2026-01-12T08:00:00Z', last_seen_at: new Date().toISOString(), ...more,
  })
  return [
    user('admin', 'Robin Vale', ['administrator']),
    user('tech', 'Mika Sorel', ['technician']),
    user('clerk', 'Jo Penhall', ['clerk']),
    user('viewer', 'Sam Idle', ['viewer']),
    user('privacy', 'Ines Calder', ['privacy']),
    user('lab-feed', 'Laboratory interface', ['clerk'], { is_program: true }),
    user('old.account', 'Former colleague', ['viewer'], { disabled: true, last_seen_at: undefined }),
  ]
}
