# SPDX-License-Identifier: Apache-2.0
"""The judge: what was acknowledged, remembered outside the server on a disk of its own, and the check that it is all there."""
import json
import os
import threading

import hospital as h


class AckLedger:
    """One fsynced line an acknowledgement, in a file that the server does not know."""

    def __init__(self, path):
        self.file = open(path, 'a')
        self.lock = threading.Lock()
        self.sent, self.acked = {}, {}

    def will_send(self, control_id, message):
        with self.lock:
            self.sent[control_id] = message

    def was_acked(self, control_id, code):
        with self.lock:
            self.acked[control_id] = code
            self.file.write(json.dumps({'id': control_id, 'code': code, 'sha256': h.sha(self.sent[control_id])}) + '\n')
            self.file.flush()
            os.fsync(self.file.fileno())


def scenario(worker, number):
    """The n-th message of a sender: arrivals of every kind, each with its own control id."""
    mrn = f'{worker}{number // 4:05d}'
    who = dict(family=f'Family{worker}', given=f'Given{number // 4}', born='19600101')
    control_id = f'w{worker}n{number}'
    kind = number % 4
    if kind == 0:
        return control_id, h.admit(control_id, mrn, **who)
    if kind == 1:
        return control_id, h.order(control_id, mrn, 'P' + mrn, **who)
    if kind == 2:
        return control_id, h.result(control_id, mrn, 'P' + mrn, 'F' + mrn, **who)
    return control_id, h.document(control_id, '9' + mrn, 'D' + mrn, **who)  # nobody has this number: held


def send_until_it_dies(port, worker, first, ledger, stop):
    """Sends one message after another; ends when the connection does. Answers the next number."""
    number = first
    try:
        line = h.Mllp(port, timeout=10)
        while not stop.is_set():
            control_id, message = scenario(worker, number)
            ledger.will_send(control_id, message)
            ack = line.exchange(message)
            if ack is None:
                return number
            assert h.acked_id(ack) == control_id, f'{control_id} was answered with {ack!r}'
            ledger.was_acked(control_id, h.ack_code(ack))
            number += 1
        line.close()
    except OSError:
        pass
    return number


def check(server, token, ledger):
    """Every acknowledged message present, byte-identical, once. Answers the violations in words."""
    api = h.Client(server, token)
    violations = []
    for control_id, code in ledger.acked.items():
        if code not in ('AA', 'CA'):
            continue
        rows = [row for row in api.get(f'/api/messages?control_id={control_id}')['items'] if row['state'] != 'duplicate']
        if len(rows) != 1:
            violations.append(f'{control_id}: acknowledged, and stands {len(rows)} times in the journal')
            continue
        if rows[0]['state'] not in ('filed', 'held', 'stored'):
            violations.append(f'{control_id}: acknowledged, and is {rows[0]["state"]}')
        raw = api.get('/api/messages/' + rows[0]['id'])['raw']
        if raw.replace('\n', '\r') != ledger.sent[control_id].replace('\n', '\r'):
            violations.append(f'{control_id}: its bytes changed')
    violations += check_patients(api, ledger)
    return violations


def check_patients(api, ledger):
    """An admission that was acknowledged made exactly one patient, whatever was killed and sent again."""
    for control_id, code in ledger.acked.items():
        if code != 'AA' or '|ADT^A01' not in ledger.sent[control_id]:
            continue
        mrn = ledger.sent[control_id].split('PID|1||')[1].split('^')[0]
        found = [entry for entry in api.get(f'/fhir/Patient?identifier={mrn}').get('entry', []) if entry['resource']['resourceType'] == 'Patient']
        if len(found) != 1:
            yield f'{control_id}: {len(found)} patients have its number'
