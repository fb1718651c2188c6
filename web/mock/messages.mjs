// SPDX-License-Identifier: Apache-2.0
// Invented HL7 v2 messages and their dissection: enough for the browser, not a parser.

const titles = { MSH: 'Message header', EVN: 'Event', PID: 'Patient identification', PV1: 'Patient visit', ORC: 'Common order', OBR: 'Observation request', OBX: 'Observation', ZDS: 'Site-defined segment' }
const names = {
  MSH: { 2: 'Encoding characters', 3: 'Sending application', 4: 'Sending facility', 5: 'Receiving application', 6: 'Receiving facility', 7: 'Date/time of message', 9: 'Message type', 10: 'Message control id', 11: 'Processing id', 12: 'Version id' },
  PID: { 1: 'Set id', 3: 'Patient identifier list', 5: 'Patient name', 7: 'Date/time of birth', 8: 'Administrative sex', 11: 'Patient address' },
  PV1: { 1: 'Set id', 2: 'Patient class', 3: 'Assigned patient location', 19: 'Visit number' },
  OBR: { 1: 'Set id', 2: 'Placer order number', 3: 'Filler order number', 4: 'Universal service identifier', 7: 'Observation date/time', 25: 'Result status' },
  OBX: { 1: 'Set id', 2: 'Value type', 3: 'Observation identifier', 5: 'Observation value', 6: 'Units', 7: 'Reference range', 11: 'Observation result status' },
}
const parts = { 'PID-5': ['Family name', 'Given name'], 'PID-3': ['Id number', 'Check digit', 'Scheme', 'Assigning authority', 'Identifier type'], 'MSH-9': ['Message code', 'Trigger event', 'Message structure'], 'OBR-4': ['Identifier', 'Text', 'Coding system'], 'OBX-3': ['Identifier', 'Text', 'Coding system'] }

const stamp = (date) => date.toISOString().replace(/[-:T]/g, '').slice(0, 14)

export function rawMessage({ controlId, patient, service, at, mrn = patient.mrn, birth = patient.birth_date, version = '2.5.1' }) {
  const [family, given] = patient.name.split(', ')
  return [
    `MSH|^~\\&|LAB|FERNHILL|CHARTA|FERNHILL|${stamp(at)}||ORU^R01^ORU_R01|${controlId}|P|${version}`,
    `PID|1||${mrn}^^^FERNHILL^MR||${family}^${given}||${birth.replaceAll('-', '')}|${patient.sex === 'female' ? 'F' : 'M'}|||${patient.address}`,
    `PV1|1|I|4 WEST^12^A||||||||||||||||V${mrn}`,
    `OBR|1|P${controlId}|F${controlId}|${service.code}^${service.title}^L|||${stamp(at)}||||||||||||||||||F`,
    'OBX|1|NM|718-7^Hemoglobin^LN||13.4|g/dL|12.0-16.0||||F',
    'OBX|2|NM|4544-3^Hematocrit^LN||40.1|%|36-46||||F',
    'OBX|3|ST|8251-1^Comment^LN||No acute finding||||||F',
    'ZDS|1|kept as it came',
  ].join('\r')
}

export function segmentsOf(raw) {
  return raw.split(/\r\n|\r|\n/).filter(Boolean).map((line) => {
    const cells = line.split('|')
    const name = cells[0]
    const shift = name === 'MSH' ? 1 : 0
    const fields = cells.slice(1).map((value, index) => ({ position: index + 1 + shift, value })).filter((field) => field.value)
    return {
      name,
      title: titles[name] ?? '',
      fields: fields.map((field) => {
        const own = field.value.split('^')
        const key = `${name}-${field.position}`
        return {
          position: field.position,
          name: names[name]?.[field.position] ?? '',
          value: field.value,
          parts: own.length > 1 && field.position !== 2 ? own.map((value, index) => ({ position: index + 1, name: parts[key]?.[index] ?? '', value })).filter((part) => part.value) : undefined,
        }
      }),
    }
  })
}

export const acknowledgement = (controlId, code = 'AA') =>
  `MSH|^~\\&|CHARTA|FERNHILL|LAB|FERNHILL|20261121120000||ACK^R01^ACK|ACK${controlId}|P|2.5.1\rMSA|${code}|${controlId}`

export const heldReasons = [
  { code: 'no-mrn-match', sentence: 'No patient has this MRN. Look for the patient under another number, then assign the message.' },
  { code: 'name-disagrees', sentence: 'The MRN belongs to a patient with another name. Compare name and birth date before you assign.' },
  { code: 'birth-date-disagrees', sentence: 'The MRN belongs to a patient with another birth date. Ask the sender which is right.' },
  { code: 'unreadable-field', sentence: 'PID-7 holds no date. Mend the birth date and replay.' },
]
