# SPDX-License-Identifier: Apache-2.0
"""The names that a .cpp file keeps to itself (unnamed namespaces, `static`, `using` at file level), for check.py.

Several files of a module are compiled as one (docs/decisions/0008-several-files-at-once.md): such a name may stand in one of them
only. Overloads with other parameters and the same `using` twice are no clash. Reads the text, not the language: enough for a message
that names both files, which the compiler's, about a batch, would hide.
"""
import re

NOT_CODE = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<!\w)\'(?:\\.|[^\'\\\n])*\'|^[ \t]*#(?:\\\n|[^\n])*', re.S | re.M)
OPENS_NAMESPACE = re.compile(r'\bnamespace\s*([\w:]*)\s*$')
BEFORE_BODY = re.compile(r'(\)|\bconst|\bnoexcept|->\s*[\w:<>]+|\brequires\b.*)\s*$', re.S)
MACRO = re.compile(r'(TEST|TYPED_TEST|INSTANTIATE|MATCHER|static_assert|[A-Z][A-Z0-9_]+\()')


def statements(text):
    """(statement, its namespaces; an unnamed one is '') for all that is declared outside functions and classes."""
    text = NOT_CODE.sub(' ', text)
    namespaces, start, inside, parentheses, body = [], 0, 0, 0, None
    for at, char in enumerate(text):
        if inside:
            inside += {'{': 1, '}': -1}.get(char, 0)
            if inside == 0 and body:
                yield text[start:at + 1].strip(), tuple(namespaces)
                start = at + 1
        elif char in '()':
            parentheses += 1 if char == '(' else -1
        elif char == '{':
            opens = OPENS_NAMESPACE.search(text[start:at])
            if opens and parentheses == 0:
                namespaces.append(opens.group(1))
                start = at + 1
            else:
                inside, body = 1, parentheses == 0 and BEFORE_BODY.search(text[start:at])
        elif char == '}':
            if namespaces:
                namespaces.pop()
            start = at + 1
        elif char == ';' and parentheses == 0:
            yield text[start:at].strip(), tuple(namespaces)
            start = at + 1


def without_angles(text):
    shorter = re.sub(r'<[^<>()]*>', '', text)
    return text if shorter == text else without_angles(shorter)


def parameter_types(text):
    """'const Row& row, int at = 0' -> ('const Row&', 'int')"""
    kinds = []
    for parameter in without_angles(text).split(','):
        words = re.match(r'(.*?[\w&*>])\s*(\b\w+)?\s*(=.*)?$', parameter.strip(), re.S)
        kinds.append(' '.join(words.group(1).split()) if words else parameter.strip())
    return tuple(kinds)


def named(statement):
    """(name, what tells it apart): an overload by its parameters, an alias by what it stands for; everything else by its name alone."""
    statement = without_angles(re.sub(r'\{\}|\[\[.*?\]\]|^template\s*(?=<)', '', statement)).strip()
    if MACRO.match(statement) or re.match(r'using\s+(namespace|enum)\b', statement):
        return None
    alias = re.match(r'(?:using|namespace)\s+(\w+)\s*=\s*(.*)', statement, re.S) or re.match(r'using\s+()([\w:]+)$', statement)
    if alias:
        return alias.group(1) or alias.group(2).split('::')[-1], 'as ' + alias.group(2)
    kind = re.match(r'(?:struct|class|enum(?:\s+class)?|union)\s+(\w+)\s*(?:final\s*)?(?:[:{]|$)', statement)
    if kind:
        return kind.group(1), ''
    function = re.match(r'[^={(]*?(operator\W+?|[\w:~]+)\s*\(([^{]*)\)', statement)
    if function:
        return function.group(1), 'of ' + str(parameter_types(function.group(2)))
    value = re.search(r'([\w:]+)\s*(?:\[[^\]]*\]\s*)*$', re.split(r'[={]', statement)[0])
    return (value.group(1), '') if value else None


OWN = re.compile(r'static\s|using\s+[\w:]+$|using\s+\w+\s*=|namespace\s+\w+\s*=')


def names_in(text, wanted):
    """((namespace, name), what tells it apart) of the statements that are wanted."""
    for statement, namespaces in statements(text):
        found = named(statement) if statement and wanted(statement, namespaces) else None
        if found and re.match(r'[A-Za-z_]\w*$', found[0]):
            yield ('::'.join(filter(None, namespaces)), found[0]), found[1]


def own_names(text):
    return names_in(text, lambda statement, namespaces: '' in namespaces or OWN.match(statement))


def are_apart(one, other):
    """Overloads differ in their parameters; an alias may be said twice."""
    if one.startswith('of ') and other.startswith('of '):
        return one != other
    return one.startswith('as ') and other.startswith('as ') and (one.endswith(other[3:]) or other.endswith(one[3:]))


def clashes(sources, headers):
    """(name, file, other file) among {file: text} of one module: two .cpp files, or a .cpp file and a header that it need not include."""
    seen = {}
    for path in sorted(headers):
        for key, apart in names_in(headers[path], lambda statement, namespaces: namespaces):
            seen.setdefault(key, []).append((path, apart))
    for path in sorted(sources):
        for key, apart in own_names(sources[path]):
            for other, other_apart in seen.setdefault(key, []):
                if other != path and not are_apart(apart, other_apart):
                    yield key[1], other, path
            seen[key].append((path, apart))
