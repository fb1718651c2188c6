# SPDX-License-Identifier: Apache-2.0
"""A real server in a temporary folder, and the clients that tests knock with: HTTP, MLLP, the console."""
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ.get('CHARTA_PROGRAM', os.path.join(ROOT, 'build', 'dev', 'charta'))


def console(*words, data=None, stdin='', check=True, timeout=120):
    """Runs `charta words… --data data`; answers (exit code, stdout, stderr)."""
    command = [PROGRAM, *words] + (['--data', data] if data else [])
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=timeout)
    if check and done.returncode != 0:
        raise AssertionError(f'{" ".join(command)} exited {done.returncode}: {done.stderr.strip()}')
    return done.returncode, done.stdout, done.stderr


class Server:
    """`charta serve` on free ports. Killed and started again at will."""

    def __init__(self, data, *options, wrapper=()):
        self.data, self.options, self.wrapper = data, list(options), list(wrapper)
        self.process = None
        self.http_port = self.mllp_port = 0

    def start(self, timeout=30):
        command = [*self.wrapper, PROGRAM, 'serve', '--data', self.data, '--http', '127.0.0.1:0', '--mllp', '127.0.0.1:0', '--log',
                   os.path.join(self.data, 'server.log'), *self.options]
        os.makedirs(self.data, exist_ok=True)
        self.errors = open(os.path.join(self.data, 'stderr.txt'), 'a')
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.errors, text=True)
        until = time.time() + timeout
        while time.time() < until:
            line = self.process.stdout.readline()
            match = re.search(r'http://[^:]+:(\d+).*HL7 v2 on [^:]+:(\d+)', line)
            if match:
                self.http_port, self.mllp_port = int(match.group(1)), int(match.group(2))
                return self
            if not line and self.process.poll() is not None:
                break
        raise AssertionError(f'the server did not start: exit {self.process.poll()}; {open(self.errors.name).read()[-500:]}')

    def kill(self):
        """Ends it as a power switch would: no chance to say goodbye."""
        if self.process and self.process.poll() is None:
            subprocess.run(['pkill', '-KILL', '-P', str(self.process.pid)], check=False) if self.wrapper else None
            self.process.send_signal(signal.SIGKILL)
        if self.process:
            self.process.wait()
            self.process.stdout.close()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()
                raise AssertionError('the server did not stop within 20 s')
        if self.process and not self.process.stdout.closed:
            self.process.stdout.close()
        self.errors.close()

    def url(self, path):
        return f'http://127.0.0.1:{self.http_port}{path}'


class Client:
    """HTTP with a bearer token, or with the session of a signed-in person."""

    def __init__(self, server, token=None):
        self.server, self.token, self.cookie = server, token, None

    def request(self, method, path, body=None, headers=None):
        """(status, headers, bytes)"""
        sent = {'X-Charta': '1', **(headers or {})}
        if self.token:
            sent['Authorization'] = 'Bearer ' + self.token
        if self.cookie:
            sent['Cookie'] = self.cookie
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        if data is not None:
            sent.setdefault('Content-Type', 'application/fhir+json' if path.startswith('/fhir') else 'application/json')
        request = urllib.request.Request(self.server.url(path), data=data, method=method, headers=sent)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read()

    def get(self, path, expect=200):
        return self._json('GET', path, None, expect)

    def post(self, path, body=None, expect=None):
        return self._json('POST', path, body if body is not None else {}, expect)

    def put(self, path, body, expect=None):
        return self._json('PUT', path, body, expect)

    def _json(self, method, path, body, expect):
        status, headers, data = self.request(method, path, body)
        if expect is None:
            assert 200 <= status < 300, f'{method} {path}: {status} {data[:400]!r}'
        else:
            assert status == expect, f'{method} {path}: {status}, not {expect}: {data[:400]!r}'
        return json.loads(data) if data and 'json' in headers.get('Content-Type', '') else data

    def sign_in(self, name, password):
        status, headers, data = self.request('POST', '/auth/sign-in', {'name': name, 'password': password})
        assert status == 200, f'sign-in: {status} {data[:200]!r}'
        self.cookie = headers['Set-Cookie'].split(';')[0]
        return json.loads(data)


class Mllp:
    """A sender that frames by hand, so that broken frames can be sent too."""

    def __init__(self, port, timeout=20):
        self.socket = socket.create_connection(('127.0.0.1', port), timeout=timeout)
        self.rest = b''

    def send_raw(self, data):
        self.socket.sendall(data)

    def read(self):
        """The next acknowledgement, or None when the connection ended."""
        while b'\x1c\r' not in self.rest:
            try:
                more = self.socket.recv(65536)
            except (ConnectionResetError, socket.timeout):
                return None
            if not more:
                return None
            self.rest += more
        frame, self.rest = self.rest.split(b'\x1c\r', 1)
        return frame.lstrip(b'\x0b').decode('utf-8', 'replace')

    def exchange(self, message):
        self.send_raw(b'\x0b' + (message if isinstance(message, bytes) else message.encode()) + b'\x1c\r')
        return self.read()

    def close(self):
        self.socket.close()


def ack_code(ack):
    """MSA-1 of an acknowledgement, or None."""
    match = re.search(r'(?:^|\r)MSA\|(\w\w)\|([^|\r]*)', ack or '')
    return match.group(1) if match else None


def acked_id(ack):
    match = re.search(r'(?:^|\r)MSA\|(\w\w)\|([^|\r]*)', ack or '')
    return match.group(2) if match else None


def sha(text):
    return hashlib.sha256(text if isinstance(text, bytes) else text.encode()).hexdigest()


class Folder:
    """A hospital's data for one test; with `kept` at a place of its own, which outlives the test and may have been filled by another."""

    def __init__(self, kept=None):
        self.kept, self.was_there = kept, bool(kept) and os.path.isdir(kept)
        self.path = kept or tempfile.mkdtemp(prefix='charta-test-')

    def remove(self):
        if self.kept:
            return
        shutil.rmtree(self.path, ignore_errors=True)


def program_token(data, name='probe', role='program', extra_roles=('him_manager', 'interface_analyst', 'auditor'), options=()):
    """An account for a program and its token; the server must not be running on `data`."""
    roles = [word for one in (role, *extra_roles) for word in ('--role', one)]
    console('user', 'add', name, '--program', *roles, *options, data=data)
    return console('user', 'token', name, *options, data=data)[1].strip()


# Messages of a small hospital. Every person is invented.
def stamp():
    return time.strftime('%Y%m%d%H%M%S')


def msh(trigger, control_id, structure=None, version='2.5.1', sender='REG', extra=''):
    kind = trigger + ('^' + structure if structure else '')
    return f'MSH|^~\\&|{sender}|MAIN|CHARTA|MAIN|{stamp()}||{kind}|{control_id}|P|{version}{extra}'


def pid(mrn, family='Marsh', given='Ada', born='19610402', sex='F'):
    return f'PID|1||{mrn}^^^MAIN^MR||{family}^{given}||{born}|{sex}|||12 Elm Street^^Springfield^IL^62701'


def admit(control_id, mrn, visit=None, trigger='A01', **who):
    visit = visit or 'V' + mrn
    return '\r'.join([msh(f'ADT^{trigger}', control_id, 'ADT_A01'), f'EVN|{trigger}|{stamp()}', pid(mrn, **who),
                      f'PV1|1|I|3W^301^1^MAIN|||||||MED||||||||ATT|{visit}^^^MAIN^VN|||||||||||||||||||||||||{stamp()}']) + '\r'


def order(control_id, mrn, placer, code='24323-8', text='Comprehensive metabolic panel', control='NW', **who):
    return '\r'.join([msh('ORM^O01', control_id, 'ORM_O01', sender='CPOE'), pid(mrn, **who), f'PV1|1|I|3W^301^1|||||||||||||||||V{mrn}^^^MAIN^VN',
                      f'ORC|{control}|{placer}^CPOE|||||^^^^^R||{stamp()}|||1001^Hale^Ruth^^^^MD',
                      f'OBR|1|{placer}^CPOE||{code}^{text}^LN|||{stamp()}|||||||||1001^Hale^Ruth^^^^MD']) + '\r'


def result(control_id, mrn, placer, filler, code='24323-8', text='Comprehensive metabolic panel', status='F', value='4.1', **who):
    return '\r'.join([msh('ORU^R01', control_id, 'ORU_R01', sender='LAB'), pid(mrn, **who), f'PV1|1|I|3W^301^1|||||||||||||||||V{mrn}^^^MAIN^VN',
                      f'ORC|RE|{placer}^CPOE|{filler}^LAB', f'OBR|1|{placer}^CPOE|{filler}^LAB|{code}^{text}^LN|||{stamp()}|||||||||1001^Hale^Ruth^^^^MD||||||{stamp()}|||{status}',
                      f'OBX|1|NM|2823-3^Potassium^LN||{value}|mmol/L|3.5-5.1|N|||{status}']) + '\r'


def document(control_id, mrn, number, code='18842-5', title='Discharge summary', status='AU', body='Discharged home in good condition.', trigger='T02', **who):
    return '\r'.join([msh(f'MDM^{trigger}', control_id, 'MDM_T02', sender='TRANS'), f'EVN|{trigger}|{stamp()}', pid(mrn, **who),
                      f'PV1|1|I|3W^301^1|||||||||||||||||V{mrn}^^^MAIN^VN', f'TXA|1|{code}^{title}^LN|TX|{stamp()}|1001^Hale^Ruth|||||||{number}^TRANS|||||{status}||AV',
                      f'OBX|1|TX|{code}^{title}^LN||{body}||||||F']) + '\r'
