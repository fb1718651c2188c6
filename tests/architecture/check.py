#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The house against its plan: layers, cycles, where SQL stands, what reaches the log, what is banned.

    python3 tests/architecture/check.py            every check
    python3 tests/architecture/check.py layers     those whose name starts so

Each check is a function that yields one line a finding; a check that yields nothing has passed.
"""
import json
import os
import re
import subprocess
import sys

from own_names import clashes

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LAYERS = ['base', 'formats', 'store', 'record', 'department', 'transport', 'app']
MODULE_LINE = re.compile(r'charta_module\(\s*(\w+)\s+LAYER\s+(\w+)([^)]*)\)', re.S)
SQL = re.compile(r'\b(SELECT\s+.+?\s+FROM|INSERT\s+(OR\s+\w+\s+)?INTO\s+\w+|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+(TABLE|INDEX)|ALTER\s+TABLE)\b', re.S)
CPP_STRING = re.compile(r'R"(\w*)\((.*?)\)\1"|"((?:\\.|[^"\\\n])*)"', re.S)
COMMENT = re.compile(r'//[^\n]*|/\*.*?\*/', re.S)


def files(pattern):
    tracked = subprocess.run(['git', '-C', ROOT, 'ls-files', '-co', '--exclude-standard'], capture_output=True, text=True).stdout.splitlines()
    return [path for path in tracked if re.search(pattern, path) and os.path.isfile(os.path.join(ROOT, path))]


def read(path):
    with open(os.path.join(ROOT, path), encoding='utf-8', errors='replace') as file:
        return file.read()


def modules():
    """folder -> (name, layer, siblings it may use), from the one line that states it."""
    found = {}
    for path in files(r'^src/.*CMakeLists\.txt$'):
        match = MODULE_LINE.search(read(path))
        if match:
            depends = re.search(r'DEPENDS([\w\s]*?)(LIBRARIES|HOT|$)', match.group(3))
            found[os.path.dirname(path)] = (match.group(1), match.group(2), depends.group(1).split() if depends else [])
    return found


def home_of(path, known):
    folder = os.path.dirname(path)
    while folder and folder not in known:
        folder = os.path.dirname(folder)
    return folder


def arrows(known):
    """(file, its folder, the folder it includes) for every quoted include."""
    for path in files(r'^src/.*\.(cpp|hpp)$'):
        here = home_of(path, known)
        for target in re.findall(r'^\s*#\s*include\s+"([^"]+)"', read(path), re.M):
            there = home_of('src/' + target, known)
            if here and there and here != there:
                yield path, here, there


def layers_point_down():
    known = modules()
    names = {name: folder for folder, (name, _, _) in known.items()}
    for path, here, there in arrows(known):
        _, layer, siblings = known[here]
        name, other_layer, _ = known[there]
        if LAYERS.index(other_layer) > LAYERS.index(layer):
            yield f'{path} ({layer}) includes {name} of the layer {other_layer} above it'
        elif other_layer == layer and name not in siblings and '/tests/' not in path:
            yield f'{path} includes its sibling {name}, which its CMakeLists.txt does not name'
    for folder, (name, layer, siblings) in known.items():
        for sibling in siblings:
            if sibling not in names or known[names[sibling]][1] != layer:
                yield f'{folder}/CMakeLists.txt names {sibling}, which is no sibling in the layer {layer}'


def layers_have_no_cycles():
    known = modules()
    graph = {name: siblings for name, _, siblings in known.values()}

    def walk(node, trail):
        if node in trail:
            yield ' -> '.join(trail[trail.index(node):] + [node])
            return
        for other in graph.get(node, []):
            yield from walk(other, trail + [node])

    reported = set()
    for start in graph:
        for cycle in walk(start, []):
            key = frozenset(cycle.split(' -> '))
            if key not in reported:
                reported.add(key)
                yield cycle


def sql_stands_in_stores_only():
    for path in files(r'^src/.*\.(cpp|hpp)$'):
        if re.search(r'_store\.(cpp|hpp)$|^src/store/|/tests/|/schema/', path):
            continue
        for match in CPP_STRING.finditer(COMMENT.sub('', read(path))):
            text = match.group(2) or match.group(3) or ''
            if SQL.search(text):
                yield f'{path}: SQL outside a store: {" ".join(text.split())[:70]}'


def log_lines_carry_no_phi():
    for path in files(r'^src/.*\.(cpp|hpp)$'):
        for call in re.findall(r'log::(?:debug|info|warning|error)\((.*?)\);', read(path), re.S):
            if re.search(r'reveal\(|\b(family|given|birth_date|patient_name|diagnos|ssn|address)\b', call):
                yield f'{path}: a log line may carry PHI: {" ".join(call.split())[:80]}'


def banned_words_are_absent():
    banned = [(r'\bco_(await|return|yield)\b', 'g++ 12.2 miscompiles coroutines'),
              (r'\bstd::regex\b', 'slow to build and to run'),
              (r'\b(sprintf|strcpy|strcat|gets)\s*\(', 'unbounded')]
    for path in files(r'^src/.*\.(cpp|hpp)$'):
        text = COMMENT.sub('', read(path))
        for pattern, why in banned:
            if re.search(pattern, text):
                yield f'{path}: {pattern} ({why})'


def clocks_are_read_in_base_only():
    for path in files(r'^src/.*\.(cpp|hpp)$'):
        # The store stamps its own rows (a migration's day, a unit's number): operations, not the department's time.
        if path.startswith(('src/base/', 'src/store/')) or '/tests/' in path:
            continue
        if re.search(r'system_clock::now\(|\btime\(nullptr\)|\bgettimeofday\(|SystemClock\b', COMMENT.sub('', read(path))) and not path.startswith('src/app/'):
            yield f'{path}: reads the wall clock; take a Clock or a `today`'


def images_are_opened_in_the_page_reader_only():
    """The server links no library that decodes images, and the page reader knows formats and base alone."""
    decoders = re.compile(r'^\s*#\s*include\s+[<"](tesseract|leptonica|ZXing|zbar|qpdf|poppler|png|jpeglib|tiff)[/.\w]*[>"]', re.M)
    program = 'src/page_reader_program/'
    for path in files(r'^src/.*\.(cpp|hpp)$'):
        text = read(path)
        if not path.startswith(program):
            for found in decoders.findall(text):
                yield f'{path} includes {found}: only {program} opens images'
            if '#include "page_reader_program/' in text:
                yield f'{path} includes the page reader program: it is asked through its pipe'
        else:
            for target in re.findall(r'^\s*#\s*include\s+"([^"]+)"', text, re.M):
                if not target.startswith(('page_reader_program/', 'formats/', 'base/')):
                    yield f'{path} includes {target}: the program stands on formats and base'


def every_source_names_its_licence():
    for path in files(r'^(src|tests|benchmarks)/.*\.(cpp|hpp)$'):
        if not read(path).startswith('// SPDX-License-Identifier: Apache-2.0'):
            yield f'{path}: the first line is not the SPDX line'


def every_folder_has_a_readme():
    for folder, (name, layer, _) in modules().items():
        if layer in ('store', 'record', 'department') and not os.path.isfile(os.path.join(ROOT, folder, 'README.md')):
            yield f'{folder}: no README.md'


def rules_are_dated_and_cited():
    for path in files(r'^data/rules/.*\.json$'):
        try:
            pack = json.loads(read(path))
        except ValueError as error:
            yield f'{path}: {error}'
            continue
        rules = pack.get('rules', []) if isinstance(pack, dict) else []
        for rule in rules:
            for member in ('id', 'version', 'title', 'effective_from', 'citation'):
                if not rule.get(member):
                    yield f'{path}: rule {rule.get("id")} lacks {member}'
            if rule.get('verified') and not rule.get('verified_on'):
                yield f'{path}: rule {rule.get("id")} is verified without a day'


def shipped_data_names_every_member_once():
    def once(pairs):
        names = [name for name, _ in pairs]
        twice.extend(name for name in set(names) if names.count(name) > 1)
        return dict(pairs)
    for path in files(r'^data/.*\.json$'):
        twice = []
        json.loads(read(path), object_pairs_hook=once)
        for name in twice:
            yield f'{path}: the member "{name}" stands twice in one object'


def web_features_do_not_import_each_other():
    for path in files(r'^web/src/.*\.(ts|tsx)$'):
        match = re.match(r'web/src/features/([^/]+)/', path)
        for target in re.findall(r'''from\s+['"]([^'"]+)['"]''', read(path)):
            other = re.search(r'(?:^|/)features/([^/]+)', target)
            if match and other and other.group(1) != match.group(1):
                yield f'{path} imports the feature {other.group(1)}'
            if not match and re.match(r'web/src/(ui|api)/', path) and re.search(r'(?:^|/)(features|app)/', target):
                yield f'{path} imports {target} from above'


def links_in_documents_lead_somewhere():
    for path in files(r'\.md$'):
        for target in re.findall(r'\]\(([^)#\s]+)(?:#[^)]*)?\)', read(path)):
            if '://' in target or target.startswith('mailto:'):
                continue
            if not os.path.exists(os.path.join(ROOT, os.path.dirname(path), target)):
                yield f'{path}: the link to {target} leads nowhere'


def invariants_have_their_tests():
    """Every test that docs/invariants.md names exists."""
    known = set()
    for path in files(r'^(src|tests)/.*_test\.cpp$'):
        known |= {f'{suite}.{name}' for suite, name in re.findall(r'^TEST(?:_[FP])?\((\w+),\s*(\w+)\)', read(path), re.M)}
    for path in files(r'^tests/.*\.py$'):
        known |= {f'{os.path.basename(path)}::{name}' for name in re.findall(r'^\s*def (\w+)\(', read(path), re.M)}
    for line in read('docs/invariants.md').splitlines():
        cells = line.split('|')
        if len(cells) < 4 or cells[1].strip() in ('invariant', '---'):
            continue
        named = re.findall(r'`([^`]+)`', cells[2])
        if not named:
            yield f'docs/invariants.md: no test for "{cells[1].strip()}"'
        for name in named:
            if name not in known:
                yield f'docs/invariants.md names {name}, which is no test'


def files_of_a_module_can_be_compiled_as_one():
    for folder in modules():
        headers = {path: read(path) for path in files(rf'^{folder}/[^/]+\.hpp$')}
        for group in ('', '/tests'):
            sources = {path: read(path) for path in files(rf'^{folder}{group}/[^/]+\.cpp$') if not path.endswith('/main.cpp')}
            for name, path, other in sorted(set(clashes(sources, headers))):
                yield f'{path} and {os.path.basename(other)} both name something `{name}`: call it after what it is of'


CHECKS = [layers_point_down, layers_have_no_cycles, sql_stands_in_stores_only, log_lines_carry_no_phi, banned_words_are_absent,
          clocks_are_read_in_base_only, images_are_opened_in_the_page_reader_only, every_source_names_its_licence, every_folder_has_a_readme, rules_are_dated_and_cited,
          shipped_data_names_every_member_once,
          web_features_do_not_import_each_other, links_in_documents_lead_somewhere, invariants_have_their_tests,
          files_of_a_module_can_be_compiled_as_one]


def main():
    wanted = sys.argv[1:]
    failed = passed = 0
    for check in CHECKS:
        if wanted and not any(check.__name__.startswith(name) for name in wanted):
            continue
        findings = list(check())
        failed += bool(findings)
        passed += not findings
        print(('FAIL ' if findings else 'ok   ') + check.__name__.replace('_', ' '))
        for finding in findings:
            print('       ' + finding)
    print(f'{passed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
