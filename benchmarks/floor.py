# SPDX-License-Identifier: Apache-2.0
"""The floor, measured over the real program: what a ward's wish costs each filed document, a run, receipts, a discharge, the report.

    python3 benchmarks/floor.py [COPIES]     (build/dev/charta, or what CHARTA_PROGRAM names)
"""
import os
import statistics
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tests', 'support'))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tests', 'faults'))
import hospital as h  # noqa: E402
import wards  # noqa: E402


def timed(act):
    began = time.perf_counter()
    answer = act()
    return (time.perf_counter() - began) * 1000, answer


def told(what, times):
    times = sorted(times)
    print(f'{what}: {statistics.median(times):.1f} ms in the median, {times[int(len(times) * 0.95)]:.1f} ms p95 ({len(times)})')


def stay_of(patient, status, stay=None):
    return {'resourceType': 'Encounter', **({'id': stay} if stay else {}), 'status': status, 'class': {'code': 'IMP'}, 'subject': {'reference': f'Patient/{patient}'},
            'location': [{'location': {'display': '3W 1 A'}, 'status': 'active'}], 'period': {'start': '2026-01-01T10:00:00Z', **({'end': '2026-01-03T10:00:00Z'} if status == 'finished' else {})}}


def file_reports(api, patient, stay, count):
    report = {'resourceType': 'DocumentReference', 'status': 'current', 'docStatus': 'final', 'date': '2026-01-02T10:00:00Z', 'type': {'text': 'Report'},
              'subject': {'reference': f'Patient/{patient}'}, 'context': {'encounter': [{'reference': f'Encounter/{stay}'}]},
              'content': [{'attachment': {'contentType': 'text/plain', 'data': 'd29yZHM='}}]}
    return [timed(lambda: api.post('/fhir/DocumentReference', report))[0] for _ in range(count)]


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    folder = h.Folder()
    token = h.program_token(folder.path, name='clerk', extra_roles=('file_clerk', 'him_manager'))
    server = h.Server(folder.path).start()
    api = h.Client(server, token)
    patient = api.post('/fhir/Patient', {'resourceType': 'Patient', 'name': [{'family': 'Marsh', 'given': ['Ada']}], 'birthDate': '1961-04-02',
                                         'identifier': [{'system': 'urn:oid:1.2.3', 'value': '100042', 'type': {'coding': [{'code': 'MR'}]}}]})['id']
    stay = api.post('/fhir/Encounter', stay_of(patient, 'in-progress'))['id']
    file_reports(api, patient, stay, 50)
    told('a report filed, no ward asks', file_reports(api, patient, stay, count))
    api.post('/api/floor/wards/3W', {'wants_paper': True, 'wants_calls': True})
    told('a report filed, with its copy', file_reports(api, patient, stay, count))
    told(f'the board of {count} copies', [timed(lambda: api.get('/api/floor'))[0] for _ in range(5)])
    took, run = timed(lambda: api.post('/api/floor/runs', {}))
    print(f'a run of {run["total"]} copies taken along: {took:.0f} ms')
    badge = wards.badge_of(run['taken_by']['id'])
    receipts = run['copies'][:count // 2]
    told('a receipt', [timed(lambda c=copy: api.post('/api/floor/receipts', {'barcodes': [c['barcode']], 'badge': badge, 'at_ward': '3W'}))[0] for copy in receipts])
    took, _ = timed(lambda: api.request('PUT', f'/fhir/Encounter/{stay}', stay_of(patient, 'finished', stay)))
    print(f'a discharge with {count} copies that nobody filed: {took:.0f} ms')
    told(f'the Loose Filing Report over {count}', [timed(lambda: api.get('/api/loose-filing'))[0] for _ in range(5)])
    server.stop()
    folder.remove()


if __name__ == '__main__':
    main()
