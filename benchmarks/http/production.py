# SPDX-License-Identifier: Apache-2.0
"""A production set of scanned and typed pages: how long it takes from the request to the file."""
import base64
import time


def document(patient, number, kind, content):
    return {'resourceType': 'DocumentReference', 'status': 'current', 'subject': {'reference': f'Patient/{patient}'},
            'date': f'2026-{1 + number % 11:02d}-{1 + number % 28:02d}T08:00:00Z',
            'type': {'coding': [{'system': 'http://loinc.org', 'code': '11506-3', 'display': f'Note {number}'}]},
            'content': [{'attachment': {'contentType': kind, 'data': base64.b64encode(content).decode()}}]}


def typed(number):
    return (f'Note {number}\n' + 'Seen today. Continue the same medication and return in two weeks.\n' * 30).encode()


def file_pages(api, patient, scans, pages_of_a_scan, notes):
    """`scans` times the PDF, and `notes` notes of a page each."""
    for number, scan in enumerate(scans):
        api.post('/fhir/DocumentReference', document(patient, number, 'application/pdf', scan))
    for number in range(notes):
        api.post('/fhir/DocumentReference', document(patient, number, 'text/plain', typed(number)))
    return len(scans) * pages_of_a_scan + notes


def made(api, patient, patience=120):
    """Seconds from the request until the set is made, and the set."""
    began = time.time()
    asked = {'definition': 'legal-health-record', 'purpose': 'court', 'custodian': 'R. Keller', 'custodian_title': 'Custodian of records'}
    started = api.post(f'/api/patients/{patient}/productions', asked)
    while time.time() - began < patience:
        view = api.get(f'/api/productions/{started["id"]}')
        if view['state'] != 'waiting':
            assert view['state'] == 'made', view.get('problem')
            return time.time() - began, view
        time.sleep(0.05)
    raise AssertionError(f'after {patience} s the set is not made')
