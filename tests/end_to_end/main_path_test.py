# SPDX-License-Identifier: Apache-2.0
"""From the order to the filed record, found again: the real server, real sockets."""
import json
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import hospital as h  # noqa: E402


class MainPath(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = h.Folder()
        cls.data = cls.folder.path
        cls.token = h.program_token(cls.data)
        h.console('user', 'add', 'tina', '--role', 'technician', '--role', 'him_manager', '--role', 'auditor', data=cls.data, stdin='a long passphrase 1\n')
        cls.server = h.Server(cls.data).start()
        cls.api = h.Client(cls.server, cls.token)
        cls.person = h.Client(cls.server)
        cls.person.sign_in('tina', 'a long passphrase 1')

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        code, out, err = h.console('verify', data=cls.data, check=False)
        cls.folder.remove()
        assert code == 0, out + err

    def send(self, message, expect='AA'):
        line = h.Mllp(self.server.mllp_port)
        ack = line.exchange(message)
        line.close()
        self.assertEqual(h.ack_code(ack), expect, ack)
        return ack

    def tasks(self, kind, patient=None):
        query = f'/fhir/Task?code={kind}' + (f'&patient=Patient/{patient}' if patient else '')
        return [entry['resource'] for entry in self.api.get(query).get('entry', []) if entry['resource']['resourceType'] == 'Task']

    def patient(self, mrn):
        found = self.api.get(f'/fhir/Patient?identifier={mrn}').get('entry', [])
        self.assertEqual(len(found), 1, f'one patient has MRN {mrn}')
        return found[0]['resource']

    def test_an_order_opens_an_expected_record_and_its_result_fulfils_it(self):
        self.send(h.admit('m1', '70001', family='Okafor', given='Ngozi', born='19751130'))
        self.send(h.order('m2', '70001', 'P-1', family='Okafor', given='Ngozi', born='19751130'))
        patient = self.patient('70001')
        orders = [task for task in self.tasks('expected-record', patient['id']) if 'ServiceRequest' in json.dumps(task.get('focus', {}))]
        self.assertEqual(len(orders), 1)
        self.assertIn(orders[0]['status'], ('requested', 'accepted', 'in-progress'))
        self.assertIn('end', orders[0]['restriction']['period'])
        self.send(h.result('m3', '70001', 'P-1', 'F-1', family='Okafor', given='Ngozi', born='19751130'))
        done = self.api.get('/fhir/Task/' + orders[0]['id'])
        self.assertEqual(done['status'], 'completed')
        reports = self.api.get(f'/fhir/DiagnosticReport?patient=Patient/{patient["id"]}').get('entry', [])
        self.assertEqual(len(reports), 1)
        observations = self.api.get(f'/fhir/Observation?patient=Patient/{patient["id"]}&code=http://loinc.org|2823-3').get('entry', [])
        self.assertEqual(observations[0]['resource']['valueQuantity']['value'], 4.1)
        timeline = self.api.get(f'/api/patients/{patient["id"]}/timeline')
        self.assertIn('report', [entry['kind'] for entry in timeline['items']])

    def test_a_cancelled_order_expects_nothing(self):
        self.send(h.admit('c1', '70002', family='Lindqvist', given='Per', born='19500101', sex='M'))
        who = dict(family='Lindqvist', given='Per', born='19500101', sex='M')
        self.send(h.order('c2', '70002', 'P-2', **who))
        self.send(h.order('c3', '70002', 'P-2', control='CA', **who))
        tasks = [t for t in self.tasks('expected-record', self.patient('70002')['id']) if 'ServiceRequest' in json.dumps(t.get('focus', {}))]
        self.assertEqual([t['status'] for t in tasks], ['cancelled'])

    def test_an_unknown_number_is_held_and_a_person_assigns_it(self):
        who = dict(family='Brandt', given='Jonas', born='19880214', sex='M')
        self.send(h.admit('h1', '70003', **who))
        self.send(h.document('h2', '79999', 'D-1', **who))
        held = self.person.get('/api/worklists/held-message')['items']
        mine = [item for item in held if item['detail'].get('control_id') == 'h2']
        self.assertEqual(len(mine), 1, [item['detail'] for item in held])
        self.assertTrue(mine[0]['reason']['sentence'])
        messages = self.person.get('/api/messages?control_id=h2')['items']
        self.assertEqual(messages[0]['state'], 'held')
        candidates = self.person.get(f'/api/loose/{mine[0]["id"]}/candidates')['items']
        self.assertEqual(candidates[0]['patient']['mrn'], '70003')
        self.person.post(f'/api/messages/{messages[0]["id"]}/assign', {'patient': candidates[0]['patient']['id'], 'note': 'two identifiers checked'})
        self.assertEqual(self.person.get('/api/messages?control_id=h2')['items'][0]['state'], 'filed')
        filed = self.api.get(f'/fhir/DocumentReference?patient=Patient/{self.patient("70003")["id"]}').get('entry', [])
        self.assertEqual(len(filed), 1)

    def test_the_same_message_twice_is_acknowledged_twice_and_filed_once(self):
        message = h.admit('d1', '70004', family='Sato', given='Yuki', born='19920707')
        self.send(message)
        self.send(message)
        self.patient('70004')
        self.assertEqual(len([m for m in self.api.get('/api/messages?control_id=d1')['items'] if m['state'] == 'filed']), 1)

    def test_the_same_control_id_with_other_bytes_is_refused_and_raised(self):
        self.send(h.admit('e1', '70005', family='Novak', given='Eva', born='19810303'))
        self.send(h.admit('e1', '70006', family='Novak', given='Iva', born='19810303'), expect='AE')
        self.assertEqual(self.api.get('/fhir/Patient?identifier=70006').get('total', 0), 0)
        raised = [item for item in self.person.get('/api/worklists/held-message')['items'] if item['detail'].get('control_id') == 'e1']
        self.assertEqual(len(raised), 1)

    def test_a_person_finds_a_patient_by_three_letters_comma_three(self):
        self.send(h.admit('f1', '70007', family='Whitfield', given='Johanna', born='19690911'))
        hits = self.person.get('/api/patients/find?q=whi,joh')['items']
        self.assertEqual(hits[0]['mrn'], '70007')
        self.assertEqual(self.person.get('/api/patients/find?q=70007')['items'][0]['name'], hits[0]['name'])
        self.assertEqual(self.person.get('/api/patients/find?q=1969-09-11')['items'][0]['mrn'], '70007')

    def test_every_look_is_in_the_ledger(self):
        self.send(h.admit('l1', '70008', family='Keane', given='Orla', born='19730616'))
        patient = self.patient('70008')
        self.person.get(f'/api/patients/{patient["id"]}')
        self.person.get(f'/api/patients/{patient["id"]}/timeline')
        entries = self.person.get(f'/api/patients/{patient["id"]}/ledger')['items']
        acts = {(entry['act'], entry.get('user', {}).get('name', '')) for entry in entries}
        self.assertTrue(any(act == 'viewed' and name for act, name in acts), acts)
        self.assertTrue(any(act in ('created', 'filed', 'received') for act, _ in acts), acts)

    def test_fhir_reads_writes_and_versions(self):
        status, headers, body = self.api.request('POST', '/fhir/Patient', {'resourceType': 'Patient', 'name': [{'family': 'Tester'}], 'birthDate': '1970-01-01'})
        self.assertEqual(status, 201, body)
        made = json.loads(body)
        self.assertEqual(headers['ETag'], 'W/"1"')
        made['birthDate'] = '1970-01-02'
        status, headers, body = self.api.request('PUT', '/fhir/Patient/' + made['id'], made, {'If-Match': 'W/"1"'})
        self.assertEqual((status, headers['ETag']), (200, 'W/"2"'), body)
        status, _, body = self.api.request('PUT', '/fhir/Patient/' + made['id'], made, {'If-Match': 'W/"1"'})
        self.assertEqual(status, 412, body)
        self.assertEqual(len(self.api.get(f'/fhir/Patient/{made["id"]}/_history')['entry']), 2)
        status, _, body = self.api.request('POST', '/fhir/Patient', {'resourceType': 'Patient', 'gender': 'sideways', 'nothing': 1})
        self.assertEqual(status, 422 if b'code-invalid' in body else 400, body)
        self.assertIn(b'Patient.gender', body)
        status, _, body = self.api.request('GET', '/fhir/Patient?nonsense=1', headers={'Prefer': 'handling=strict'})
        self.assertEqual(status, 400, body)
        self.api.get('/fhir/Patient?nonsense=1')

    def test_the_description_is_served(self):
        self.assertEqual(h.Client(self.server).get('/fhir/metadata')['fhirVersion'], '4.0.1')
        self.assertIn('/api/worklists/{kind}', h.Client(self.server).get('/api/openapi.json')['paths'])

    def test_open_screens_hear_that_a_queue_moved(self):
        import urllib.request
        request = urllib.request.Request(self.server.url('/api/events'), headers={'Cookie': self.person.cookie})
        with urllib.request.urlopen(request, timeout=20) as stream:
            self.send(h.order('s1', '70099', 'P-99', family='Nobody', given='Here', born='19800101'))  # held: the queue moves
            heard = ''
            while 'event:' not in heard:
                line = stream.readline().decode()
                self.assertTrue(line, 'the stream ended')
                heard += line
        self.assertIn('event: counts', heard)

    def test_the_ledger_reads_as_audit_events(self):
        self.send(h.admit('a1', '70009', family='Ruiz', given='Alba', born='19990909'))
        bundle = self.person.get(f'/fhir/AuditEvent?patient=Patient/{self.patient("70009")["id"]}')
        self.assertEqual(bundle['resourceType'], 'Bundle')
        self.assertTrue(bundle['entry'])
        self.assertEqual(bundle['entry'][0]['resource']['resourceType'], 'AuditEvent')

    def test_an_unknown_caller_gets_nothing(self):
        nobody = h.Client(self.server)
        for path in ('/fhir/Patient', '/api/worklists', '/api/patients/find?q=a', '/api/ledger'):
            nobody.get(path, expect=401)
        h.Client(self.server, 'wrong').get('/fhir/Patient', expect=401)


if __name__ == '__main__':
    unittest.main(verbosity=2)
