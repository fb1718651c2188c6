# SPDX-License-Identifier: Apache-2.0
"""Nothing acknowledged is lost: the server is killed at many points, started again, and judged from outside.

    python3 tests/faults/kill_test.py [--rounds N] [--points N] [--seed N]
"""
import argparse
import os
import random
import shutil
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import acknowledged  # noqa: E402
import coding  # noqa: E402
import data_entry  # noqa: E402
import copies  # noqa: E402
import file_room  # noqa: E402
import signing  # noqa: E402
import wards  # noqa: E402
import hospital as h  # noqa: E402
import registrations  # noqa: E402
import scanning  # noqa: E402

passed, failed = [], []
fallen = []  # what a thread of the campaign ended with, other than by its own will
threading.excepthook = lambda fell: fallen.append(f'a thread fell: {fell.exc_type.__name__}: {fell.exc_value}')


def verdict(name, violations):
    violations = list(violations) + fallen
    fallen.clear()
    (failed if violations else passed).append(name)
    print(('FAIL ' if violations else 'ok   ') + name)
    for violation in violations[:10]:
        print('       ' + violation)


def the_campaign_itself():
    """What asserts in a thread is told: otherwise none of the scenarios below could fail there."""
    def fall():
        raise AssertionError('on purpose')
    thread = threading.Thread(target=fall)
    thread.start()
    thread.join()
    told = any('on purpose' in line for line in fallen)
    fallen.clear()
    verdict('a thread of the campaign that falls is told', [] if told else ['an assertion in a thread is lost'])


def load(server, ledger, next_number, seconds):
    """Four senders until the server dies or the time is over."""
    stop = threading.Event()

    def work(worker):
        next_number[worker] = acknowledged.send_until_it_dies(server.mllp_port, worker, next_number[worker], ledger, stop)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in next_number]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    return stop, threads


def verify(data):
    code, out, err = h.console('verify', data=data, check=False)
    return [] if code == 0 else [f'charta verify: {err.strip() or out.strip()}']


def random_kills(rounds, seed):
    """kill -9 at random moments under load; what was not acknowledged is sent again."""
    dice = random.Random(seed)
    folder = h.Folder()
    token = h.program_token(folder.path)
    ledger = acknowledged.AckLedger(os.path.join(folder.path, 'acknowledged.jsonl'))
    next_number = {worker: 0 for worker in range(1, 5)}
    violations = []
    slowest = 0.0
    for _ in range(rounds):
        began = time.time()
        server = h.Server(folder.path).start()
        slowest = max(slowest, time.time() - began)
        _, threads = load(server, ledger, next_number, dice.uniform(0.05, 0.8))
        server.kill()
        for thread in threads:
            thread.join()
    server = h.Server(folder.path).start()
    stop, threads = load(server, ledger, next_number, 0.5)
    stop.set()
    for thread in threads:
        thread.join()
    violations += acknowledged.check(server, token, ledger)
    server.stop()
    violations += verify(folder.path)
    print(f'       {rounds} kills, {len(ledger.acked)} acknowledged, slowest restart {slowest:.2f} s')
    verdict('a server killed at random moments loses nothing acknowledged', violations)
    folder.remove()


def kills_at_the_desk(rounds, seed):
    """kill -9 while numbers are issued and records merged."""
    dice = random.Random(seed)
    folder = h.Folder()
    token = h.program_token(folder.path, extra_roles=('technician', 'registrar', 'him_manager'))
    desk = registrations.Desk(os.path.join(folder.path, 'told.jsonl'))
    for _ in range(rounds):
        server = h.Server(folder.path, *registrations.SERIES).start()
        stop = threading.Event()
        thread = threading.Thread(target=desk.work_until_it_dies, args=(h.Client(server, token), stop))
        thread.start()
        time.sleep(dice.uniform(0.1, 0.9))
        server.kill()
        stop.set()
        thread.join()
    server = h.Server(folder.path, *registrations.SERIES).start()
    violations = registrations.check(h.Client(server, token), desk)
    if not desk.numbers or not desk.merges:
        violations.append(f'{len(desk.numbers)} numbers and {len(desk.merges)} merges: too few to judge by')
    server.stop()
    violations += verify(folder.path)
    print(f'       {rounds} kills, {len(desk.numbers)} numbers issued, {len(desk.merges)} merges confirmed')
    verdict('a server killed at the registration desk loses no number, gives none twice and keeps every merge', violations)
    folder.remove()


def kills_at_the_imaging_desk(rounds, seed):
    """kill -9 while paper is fed, indexed and committed, and mails are taken out of their folder."""
    dice = random.Random(seed)
    folder, outside = h.Folder(), h.Folder()
    mails = os.path.join(outside.path, 'mails')
    os.mkdir(mails)
    mirror = os.path.join(outside.path, 'mirror')
    os.mkdir(mirror)
    token = h.program_token(folder.path, extra_roles=('technician', 'file_clerk', 'registrar', 'him_manager'))
    other = h.program_token(folder.path, name='second', extra_roles=('technician', 'file_clerk', 'registrar', 'him_manager'))
    options = ('--mail-folder', mails, '--blob-mirror', mirror)
    server = h.Server(folder.path, *options).start()
    patient = h.Client(server, token).post('/fhir/Patient', {'resourceType': 'Patient', 'name': [{'family': 'Marsh', 'given': ['Ada']}], 'birthDate': '1961-04-02',
                                                            'identifier': [{'system': 'urn:oid:1.2.3', 'value': '100042', 'type': {'coding': [{'code': 'MR'}]}}]})['id']
    server.stop()
    desk = scanning.Desk(os.path.join(outside.path, 'told.jsonl'), mails, patient)
    for _ in range(rounds):
        server = h.Server(folder.path, *options).start()
        stop = threading.Event()
        thread = threading.Thread(target=desk.work_until_it_dies, args=(h.Client(server, token), h.Client(server, other), stop))
        thread.start()
        time.sleep(dice.uniform(2, 8))
        server.kill()
        stop.set()
        thread.join()
    server = h.Server(folder.path, *options).start()
    until = time.time() + 30
    while any(name.endswith('.eml') for name in os.listdir(mails)) and time.time() < until:
        time.sleep(0.2)
    violations = list(scanning.check_while_serving(h.Client(server, token), desk))
    left = [name for name in os.listdir(mails) if name.endswith('.eml')]
    if left:
        violations.append(f'{len(left)} mails were never taken')
    server.stop()
    violations += scanning.check_at_rest(folder.path, desk)
    if not desk.fed or not desk.committed or not desk.dropped:
        violations.append(f'{len(desk.fed)} pages, {len(desk.committed)} documents, {len(desk.dropped)} mails: too few to judge by')
    violations += verify(folder.path)
    print(f'       {rounds} kills, {len(desk.fed)} pages fed, {len(desk.indexed)} indexed, {len(desk.committed)} committed, {len(desk.dropped)} mails dropped')
    verdict('a server killed at the imaging desk keeps every page that was fed, every index, every document and every mail, once', violations)
    folder.remove()
    outside.remove()


def kills_while_signing(rounds, seed):
    """kill -9 while a physician signs bursts of documents, each with one password."""
    dice = random.Random(seed)
    folder, outside = h.Folder(), h.Folder()
    token = h.program_token(folder.path, name='charts', extra_roles=('him_manager',))
    h.console('user', 'add', 'hale', '--role', 'physician', data=folder.path, stdin=signing.PASSWORD + '\n')
    h.console('user', 'add', 'adam', '--role', 'admin', data=folder.path, stdin=signing.PASSWORD + '\n')
    server = h.Server(folder.path).start()
    api = h.Client(server, token)
    patient = api.post('/fhir/Patient', {'resourceType': 'Patient', 'name': [{'family': 'Marsh', 'given': ['Ada']}], 'birthDate': '1961-04-02',
                                         'identifier': [{'system': 'urn:oid:1.2.3', 'value': '100042', 'type': {'coding': [{'code': 'MR'}]}}]})['id']
    physician = signing.Physician(os.path.join(outside.path, 'told.jsonl'), patient, signing.furnish(api, patient))
    admin = h.Client(server)
    admin.sign_in('adam', signing.PASSWORD)
    admin.post('/api/signers', {'account': 'hale', 'key': 'urn:npi|100', 'name': 'Ruth Hale, MD', 'standing': 'attending'})
    server.stop()
    violations = []
    for number in range(rounds):
        server = h.Server(folder.path).start()
        stop = threading.Event()
        thread = threading.Thread(target=physician.work_until_it_dies, args=(h.Client(server), h.Client(server, token), stop))
        thread.start()
        time.sleep(dice.uniform(0.8, 2.5))
        server.kill()
        stop.set()
        thread.join()
        if number % 2:
            violations += verify(folder.path)
    server = h.Server(folder.path).start()
    violations += list(signing.check_while_serving(h.Client(server, token), physician))
    server.stop()
    violations += list(signing.check_at_rest(folder.path, physician))
    if not physician.signed:
        violations.append('no burst was signed: too few to judge by')
    violations += verify(folder.path)
    print(f'       {rounds} kills, {len(physician.sent)} bursts of {signing.BURST} documents sent, {len(physician.signed)} acknowledged')
    verdict('a server killed while documents are signed has each burst whole or not at all, and every acknowledged signature', violations)
    folder.remove()
    outside.remove()


def kills_in_the_file_room(rounds, seed):
    """kill -9 while volumes move, devices bring what they scanned alone, and another system asks for charts. It is started again at once, or after it was verified."""
    dice = random.Random(seed)
    folder, outside = h.Folder(), h.Folder()
    clerk = h.program_token(folder.path, name='clerk', extra_roles=('file_clerk', 'him_manager'))
    program = h.program_token(folder.path, name='orders', extra_roles=())
    server = h.Server(folder.path).start()
    patient = h.Client(server, clerk).post('/fhir/Patient', {'resourceType': 'Patient', 'name': [{'family': 'Marsh', 'given': ['Ada']}], 'birthDate': '1961-04-02',
                                                            'identifier': [{'system': 'urn:oid:1.2.3', 'value': '100042', 'type': {'coding': [{'code': 'MR'}]}}]})['id']
    desk = file_room.Desk(os.path.join(outside.path, 'told.jsonl'), patient, *file_room.furnish(h.Client(server, clerk), patient))
    server.stop()
    violations = []
    for number in range(rounds):
        server = h.Server(folder.path).start()
        stop = threading.Event()
        thread = threading.Thread(target=desk.work_until_it_dies, args=(h.Client(server, clerk), h.Client(server, program), stop))
        thread.start()
        time.sleep(dice.uniform(0.3, 1.5))
        server.kill()
        stop.set()
        thread.join()
        if number % 2:
            violations += verify(folder.path)
    server = h.Server(folder.path).start()
    violations += list(file_room.check_while_serving(h.Client(server, clerk), desk))
    server.stop()
    violations += list(file_room.check_at_rest(folder.path, desk))
    if not desk.moved or not desk.scanned or not desk.asked or not desk.known:
        violations.append(f'{len(desk.moved)} movements, {len(desk.scanned)} scans, {len(desk.asked)} requisitions, {len(desk.known)} resent: too few to judge by')
    violations += verify(folder.path)
    print(f'       {rounds} kills, {len(desk.moved)} movements, {len(desk.scanned)} scans brought later ({desk.again} times after a kill), {len(desk.asked)} requisitions, {len(desk.known)} of them sent again')
    verdict('a server killed in the file room keeps every movement once and in order, and takes every requisition once', violations)
    folder.remove()
    outside.remove()


def kills_on_the_wards(rounds, seed):
    """kill -9 while copies are taken along, received and filed by a telephone that keeps what got no answer."""
    dice = random.Random(seed)
    folder, outside = h.Folder(), h.Folder()
    clerk = h.program_token(folder.path, name='clerk', extra_roles=('file_clerk', 'him_manager'))
    server = h.Server(folder.path).start()
    api = h.Client(server, clerk)
    patient = api.post('/fhir/Patient', {'resourceType': 'Patient', 'name': [{'family': 'Marsh', 'given': ['Ada']}], 'birthDate': '1961-04-02',
                                         'identifier': [{'system': 'urn:oid:1.2.3', 'value': '100042', 'type': {'coding': [{'code': 'MR'}]}}]})['id']
    ward = wards.Ward(os.path.join(outside.path, 'told.jsonl'), patient, wards.furnish(api, patient))
    server.stop()
    for _ in range(rounds):
        server = h.Server(folder.path).start()
        stop = threading.Event()
        thread = threading.Thread(target=ward.work_until_it_dies, args=(h.Client(server, clerk), stop))
        thread.start()
        time.sleep(dice.uniform(0.2, 1.2))
        server.kill()
        stop.set()
        thread.join()
    violations = list(wards.check_at_rest(folder.path, ward))
    if not ward.received or not ward.filed:
        violations.append(f'{len(ward.received)} receipts, {len(ward.filed)} filings: too few to judge by')
    violations += verify(folder.path)
    print(f'       {rounds} kills, {len(ward.received)} copies received, {len(ward.filed)} filed, scans brought again {ward.again} times')
    verdict('a server killed during ward scans keeps every receipt and every filing, once', violations)
    folder.remove()
    outside.remove()


def kills_while_copies_go_out(rounds, seed):
    """kill -9 while finished reports become copies, copies become jobs of a fax gateway, and its receipts are taken."""
    dice = random.Random(seed)
    folder, outside = h.Folder(), h.Folder()
    clerk = h.program_token(folder.path, name='clerk', extra_roles=('technician', 'him_manager'))
    gateway = copies.Gateway(os.path.join(outside.path, 'fax'))
    options = ('--fax-folder', gateway.folder)
    server = h.Server(folder.path, *options).start()
    api = h.Client(server, clerk)
    patient = api.post('/fhir/Patient', {'resourceType': 'Patient', 'name': [{'family': 'Marsh', 'given': ['Ada']}], 'birthDate': '1961-04-02'})['id']
    copies.begin(api)
    server.stop()
    writers = copies.Writers(os.path.join(outside.path, 'filed.txt'), patient)
    ended = threading.Event()
    receiving = threading.Thread(target=gateway.work_until, args=(ended,))
    receiving.start()
    violations = []
    for number in range(rounds):
        server = h.Server(folder.path, *options).start()
        stop = threading.Event()
        thread = threading.Thread(target=writers.work_until_it_dies, args=(h.Client(server, clerk), stop))
        thread.start()
        time.sleep(dice.uniform(0.5, 2.5))
        server.kill()
        stop.set()
        thread.join()
    ended.set()
    receiving.join()
    server = h.Server(folder.path, *options).start()
    copies.settle(h.Client(server, clerk), gateway)
    server.stop()
    violations += list(copies.check_at_rest(folder.path, writers, gateway))
    if len(writers.filed) < 10 * rounds:
        violations.append(f'{len(writers.filed)} reports: too few to judge by')
    violations += verify(folder.path)
    print(f'       {rounds} kills, {len(writers.filed)} reports acknowledged, {len(gateway.taken)} numbers at the gateway, {gateway.seen - len(gateway.taken)} of them found there again')
    verdict('a server killed while copies go out gives every acknowledged report out once', violations)
    folder.remove()
    outside.remove()


def kills_while_notes_are_posted(rounds, seed):
    """kill -9 while notes are typed, verified and posted."""
    dice = random.Random(seed)
    folder, outside = h.Folder(), h.Folder()
    program = h.program_token(folder.path, name='notes', extra_roles=())
    for name in (data_entry.TYPIST, data_entry.VERIFIER):
        h.console('user', 'add', name, '--role', 'technician', data=folder.path, stdin=data_entry.PASSPHRASE + '\n')
    desk = data_entry.Desk(os.path.join(outside.path, 'told.jsonl'))
    for _ in range(rounds):
        server = h.Server(folder.path).start()
        people = [h.Client(server) for _ in range(2)]
        for name, client in zip((data_entry.TYPIST, data_entry.VERIFIER), people, strict=True):
            client.sign_in(name, data_entry.PASSPHRASE)
        stop = threading.Event()
        thread = threading.Thread(target=desk.work_until_it_dies, args=(h.Client(server, program), *people, stop))
        thread.start()
        time.sleep(dice.uniform(0.3, 1.5))
        server.kill()
        stop.set()
        thread.join()
    h.Server(folder.path).start().stop()
    violations = list(data_entry.check_at_rest(folder.path, desk))
    if not desk.posted or not desk.saved:
        violations.append(f'{len(desk.posted)} postings, {len(desk.saved)} fields: too few to judge by')
    violations += verify(folder.path)
    print(f'       {rounds} kills, {len(desk.saved)} fields kept, {len(desk.posted)} notes posted')
    verdict('a server killed while notes are posted has each posting whole or not at all, and keeps every field', violations)
    folder.remove()
    outside.remove()


def kills_at_the_coders_desk(rounds, seed):
    """kill -9 while sheets are kept, findings answered and cases finished."""
    dice = random.Random(seed)
    folder, outside = h.Folder(), h.Folder()
    program = h.program_token(folder.path, name='stays', extra_roles=())
    for name in (coding.CODER, coding.READER):
        h.console('user', 'add', name, '--role', 'coder', data=folder.path, stdin=coding.PASSPHRASE + '\n')
    subprocess.run(coding.import_command(folder.path, coding.starter_set(os.path.join(outside.path, 'starter'))), check=True, capture_output=True)
    desk = coding.Desk(os.path.join(outside.path, 'told.jsonl'))
    for _ in range(rounds):
        server = h.Server(folder.path).start()
        people = [h.Client(server) for _ in range(2)]
        for name, client in zip((coding.CODER, coding.READER), people, strict=True):
            client.sign_in(name, coding.PASSPHRASE)
        stop = threading.Event()
        thread = threading.Thread(target=desk.work_until_it_dies, args=(h.Client(server, program), *people, stop))
        thread.start()
        time.sleep(dice.uniform(0.3, 1.5))
        server.kill()
        stop.set()
        thread.join()
    h.Server(folder.path).start().stop()
    violations = list(coding.check_at_rest(folder.path, desk))
    if len(desk.finished) < rounds // 3 or not desk.answers:
        violations.append(f'{len(desk.finished)} cases finished, {len(desk.answers)} findings answered: too few to judge by')
    violations += verify(folder.path)
    print(f'       {rounds} kills, {len(desk.sheets)} sheets kept, {len(desk.answers)} findings answered, {len(desk.finished)} cases finished')
    verdict("a server killed at the coder's desk keeps every sheet, step, answer and finished case, once", violations)
    folder.remove()
    outside.remove()


def kills_of_an_import(rounds, seed):
    """kill -9 of `charta codes import` beside a server that goes on grouping."""
    folder, outside = h.Folder(), h.Folder()
    h.console('user', 'add', coding.CODER, '--role', 'coder', data=folder.path, stdin=coding.PASSPHRASE + '\n')
    editions = [coding.starter_set(os.path.join(outside.path, name), weight) for name, weight in zip(('first', 'second'), coding.WEIGHTS, strict=True)]
    importer = coding.Importer(folder.path, editions, seed)
    importer.learn()
    server = h.Server(folder.path).start()
    coder = h.Client(server)
    coder.sign_in(coding.CODER, coding.PASSPHRASE)
    stop = threading.Event()
    thread = threading.Thread(target=importer.group_until, args=(coder, stop))
    thread.start()
    importer.kill_imports(rounds)
    subprocess.run(coding.import_command(folder.path, editions[1]), check=True, capture_output=True)
    stop.set()
    thread.join()
    violations = list(importer.wrong)
    if f'{coder.post("/api/coding/group", coding.CLAIM)["weight"]:.4f}' != coding.WEIGHTS[1]:
        violations.append('an import that was not killed is not seen by the server')
    server.stop()
    if importer.killed < rounds // 3 or not importer.grouped:
        violations.append(f'{importer.killed} imports killed, {importer.grouped} claims grouped: too few to judge by')
    print(f'       {importer.killed} of {rounds} imports killed before their end, {importer.grouped} claims grouped beside them')
    verdict('an import of code sets killed at any moment leaves the catalogue whole, and the server groups on', violations)
    folder.remove()
    outside.remove()


def kills_at_write_points(points, seed):
    """kill -9 inside the n-th write or fsync of the process, n spread over the scenario."""
    if shutil.which('strace') is None or subprocess.run(['strace', '-o', '/dev/null', 'true'], capture_output=True).returncode != 0:
        print('skip  kill at write points: strace cannot trace here')
        return
    dice = random.Random(seed)
    violations, survived = [], 0
    for call in ('pwrite64', 'fdatasync'):
        for _ in range(points):
            folder = h.Folder()
            token = h.program_token(folder.path)
            ledger = acknowledged.AckLedger(os.path.join(folder.path, 'acknowledged.jsonl'))
            number = dice.randint(20, 400) if call == 'pwrite64' else dice.randint(3, 60)
            server = h.Server(folder.path, wrapper=['strace', '-f', '-qq', '-o', '/dev/null', '-e', f'trace={call}', '-e', f'inject={call}:signal=KILL:when={number}'])
            try:
                server.start()
                stop, threads = load(server, ledger, {1: 0, 2: 0}, 1.5)
                survived += server.process.poll() is None
                stop.set()
                server.kill()
                for thread in threads:
                    thread.join()
            except AssertionError:
                server.kill()  # the kill fell into the start itself
            again = h.Server(folder.path).start()
            violations += [f'{call} {number}: {line}' for line in acknowledged.check(again, token, ledger)]
            again.stop()
            violations += [f'{call} {number}: {line}' for line in verify(folder.path)]
            folder.remove()
    verdict(f'a server killed inside {2 * points} writes and syncs loses nothing acknowledged ({survived} outlived the load)', violations)


def second_server():
    folder = h.Folder()
    first = h.Server(folder.path).start()
    code, _, err = h.console('serve', '--http', '127.0.0.1:0', '--mllp', '127.0.0.1:0', data=folder.path, check=False)
    first.stop()
    violations = [] if code == 1 and folder.path in err else [f'exit {code}: {err.strip()}']
    verdict('a second server on one data directory is refused by name', violations)
    folder.remove()


def full_disk():
    """A file system of 160 MB: writes are refused when it is full, reads go on, and writing heals when there is room again."""
    mount = h.Folder()
    if os.geteuid() != 0 or subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', mount.path], capture_output=True).returncode != 0:
        print('skip  full disk: a file system cannot be mounted here')
        mount.remove()
        return
    outside = h.Folder()
    violations = []
    try:
        token = h.program_token(mount.path)
        server = h.Server(mount.path).start()
        api = h.Client(server, token)
        ledger = acknowledged.AckLedger(os.path.join(outside.path, 'acknowledged.jsonl'))
        numbers = {1: 0}
        stop, threads = load(server, ledger, numbers, 0.5)
        stop.set()
        threads[0].join()
        filler = os.path.join(mount.path, 'filler')
        with open(filler, 'wb', buffering=0) as file:
            try:
                while True:
                    file.write(b'\0' * 4096)
            except OSError:
                pass
        refused = try_while_full(server, ledger, numbers)
        if not refused:
            violations.append('every message was acknowledged although the disk is full')
        status, _, _ = api.request('GET', '/fhir/metadata')
        first = next(iter(ledger.acked))
        status_read, _, body = api.request('GET', f'/api/messages?control_id={first}')
        if status != 200 or status_read != 200:
            violations.append(f'reads stopped while the disk was full: {status}, {status_read} {body[:120]!r}')
        os.remove(filler)
        time.sleep(2.5)
        before = len(ledger.acked)
        stop, threads = load(server, ledger, numbers, 0.7)
        stop.set()
        threads[0].join()
        if len(ledger.acked) == before:
            violations.append('writing did not heal after there was room again')
        violations += acknowledged.check(server, token, ledger)
        server.stop()
        violations += verify(mount.path)
    finally:
        subprocess.run(['umount', '-l', mount.path])
        mount.remove()
        outside.remove()
    verdict('a full disk refuses writes, keeps reading and heals', violations)


def try_while_full(server, ledger, numbers):
    """Sends until 5 messages were not positively acknowledged: the log's own file still has room for a while, and may honestly use it."""
    refused = 0
    for _ in range(5000):
        if refused == 5:
            break
        control_id, message = acknowledged.scenario(1, numbers[1])
        ledger.will_send(control_id, message)
        try:
            line = h.Mllp(server.mllp_port, timeout=10)
            ack = line.exchange(message)
            line.close()
        except OSError:
            ack = None
        if h.ack_code(ack) in ('AA', 'CA'):
            ledger.was_acked(control_id, 'AA')
            numbers[1] += 1
        else:
            refused += 1
    return refused


def broken_input():
    """Frames and messages as a broken sender makes them: an answer or a clean end, and the server goes on."""
    folder = h.Folder()
    token = h.program_token(folder.path)
    server = h.Server(folder.path).start()
    api = h.Client(server, token)
    violations = []

    def expect(name, message, wanted):
        line = h.Mllp(server.mllp_port, timeout=10)
        got = h.ack_code(line.exchange(message)) if message is not None else None
        line.close()
        if got not in wanted:
            violations.append(f'{name}: answered {got}, expected {wanted}')

    expect('an unknown version', h.admit('b1', '1').replace('|2.5.1', '|9.9'), ('AR',))
    expect('an unknown type', h.admit('b2', '1').replace('ADT^A01^ADT_A01', 'ZZZ^Z99'), ('AR',))
    expect('bytes against the character set', h.admit('b3', '1').replace('|2.5.1', '|2.5.1||||||UNICODE UTF-8').encode().replace(b'Marsh', b'M\xff\xfe'), ('AA', 'AE'))
    truncated = h.Mllp(server.mllp_port)
    truncated.send_raw(b'\x0b' + h.admit('b4', '1').encode()[:80])
    truncated.close()
    silent = h.Mllp(server.mllp_port, timeout=2)
    silent.send_raw(b'\x0bPID|1||1^^^MAIN^MR\r\x1c\r')
    if silent.read() is not None:
        violations.append('a message without MSH was answered')
    silent.close()
    large = h.Mllp(server.mllp_port, timeout=30)
    try:
        large.send_raw(b'\x0b' + h.msh('ADT^A01', 'b5').encode() + b'\r')
        for _ in range(120):
            large.send_raw(b'Z' * (1 << 20))
        large.send_raw(b'\x1c\r')
    except OSError:
        pass
    if h.ack_code(large.read()) in ('AA', 'CA'):
        violations.append('a message of 120 MB was accepted')
    large.close()
    expect('a good message afterwards', h.admit('b6', '60001'), ('AA',))
    time.sleep(0.3)
    journal = api.get('/api/messages?limit=100')['items']
    if not any(row['state'] in ('held', 'refused') and not row.get('control_id') for row in journal):
        violations.append('the bytes of a message without MSH or of a truncated frame are not in the journal')
    server.stop()
    violations += verify(folder.path)
    verdict('broken input gets a clear answer and loses nothing', violations)
    folder.remove()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument('--rounds', type=int, default=12)
    options.add_argument('--points', type=int, default=4)
    options.add_argument('--seed', type=int, default=7)
    given = options.parse_args()
    the_campaign_itself()
    broken_input()
    second_server()
    random_kills(given.rounds, given.seed)
    kills_at_the_desk(given.rounds, given.seed)
    kills_at_the_imaging_desk(max(2, given.rounds // 3), given.seed)
    kills_in_the_file_room(given.rounds, given.seed)
    kills_while_signing(given.rounds, given.seed)
    kills_on_the_wards(given.rounds, given.seed)
    kills_while_notes_are_posted(given.rounds, given.seed)
    kills_at_the_coders_desk(given.rounds, given.seed)
    kills_of_an_import(2 * given.rounds, given.seed)
    kills_while_copies_go_out(given.rounds, given.seed)
    kills_at_write_points(given.points, given.seed)
    full_disk()
    print(f'{len(passed)} passed, {len(failed)} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
