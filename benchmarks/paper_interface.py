# SPDX-License-Identifier: Apache-2.0
"""What the published interface of paper charts takes: python3 benchmarks/paper_interface.py URL TOKEN, against a filled hospital (charta demo --serve).

One connection, one request after another. The requisitions stay: use a hospital that may keep them.
"""
import http.client
import json
import statistics
import sys
import time
import urllib.parse


class Caller:
    def __init__(self, url, token):
        address = urllib.parse.urlparse(url)
        self.line = http.client.HTTPConnection(address.hostname, address.port)
        self.headers = {'Authorization': 'Bearer ' + token, 'Content-Type': 'application/fhir+json'}

    def ask(self, method, path, body=None):
        """(status, milliseconds, JSON)"""
        began = time.perf_counter()
        self.line.request(method, path, json.dumps(body) if body else None, self.headers)
        answer = self.line.getresponse()
        data = answer.read()
        return answer.status, (time.perf_counter() - began) * 1000, json.loads(data)


def say(what, taken):
    taken = sorted(taken)
    print(f'{what}: {statistics.median(taken):.1f} ms in the median, {taken[len(taken) * 95 // 100]:.1f} ms p95, {len(taken)} times')


def requisition(number, volume, ward):
    return {'resourceType': 'Task', 'identifier': [{'system': 'urn:example:benchmark', 'value': str(number)}], 'status': 'requested', 'intent': 'order',
            'code': {'coding': [{'system': 'urn:charta:work-item-kind', 'code': 'paper-requisition'}]}, 'for': volume['subject'],
            'focus': {'reference': 'Basic/' + volume['id']}, 'location': {'reference': 'Location/' + ward},
            'reasonCode': {'coding': [{'system': 'urn:charta:paper-purpose', 'code': 'treatment'}]}}


def main():
    caller = Caller(*sys.argv[1:3])
    volumes = [entry['resource'] for entry in caller.ask('GET', '/fhir/Basic?code=paper-volume&_count=200')[2]['entry']]
    ward = caller.ask('GET', '/fhir/Location?type=ward&_count=1')[2]['entry'][0]['resource']['id']
    say('a volume by its id', [caller.ask('GET', '/fhir/Basic/' + one['id'])[1] for one in volumes])
    say('the volumes of a patient', [caller.ask('GET', '/fhir/Basic?code=paper-volume&patient=' + one['subject']['reference'])[1] for one in volumes])
    say('a page of 50 volumes', [caller.ask('GET', '/fhir/Basic?code=paper-volume&_count=50')[1] for _ in range(50)])
    say('the history of a volume', [caller.ask('GET', '/fhir/Basic?code=paper-movement&volume=' + one['id'])[1] for one in volumes])
    answers = [caller.ask('POST', '/fhir/Task', requisition(f'{time.time_ns()}', one, ward)) for one in volumes]
    new = [taken for status, taken, _ in answers if status == 201]
    if new:
        say('a requisition, durable', new)
    print(f'{sum(status == 200 for status, _, _ in answers)} were asked for there already, {sum(status >= 400 for status, _, _ in answers)} refused')


if __name__ == '__main__':
    main()
