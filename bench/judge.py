"""Reads a request as JSON from stdin and judges what pitstop did, with nothing of pitstop's own code:

    {"before": FOLDER, "after": FOLDER, "paths": [changed file...], "findings": [finding of the JSON report...]}

It prints {"files": {path: judgement}, "hunks": [diff of each finding alone]}. A judgement has
  broken    what Python says about the file now, if it compiled before; else null
  outside   a change that neither an edit of a finding nor an import explains; else null
  unchecked why `outside` could not be told; else null
  imports   the changed import lines, with + and -
"""

import difflib
import io
import json
import os
import re
import sys
import tokenize
import warnings

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


class Unchecked(Exception):
    pass


def read(folder, path):
    try:
        with open(os.path.join(folder, path), "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def encoding_of(data):
    """`utf-8-sig` where there is a byte order mark."""
    return tokenize.detect_encoding(io.BytesIO(data).readline)[0]


def decode(data):
    try:
        return data.decode(encoding_of(data))
    except (SyntaxError, ValueError) as error:
        raise Unchecked(f"it cannot be decoded: {error}") from error


def problem(data):
    try:
        compile(data, "<file>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError) as error:
        return str(error)
    return None


def edits_of(findings, path):
    """The distinct edits of a file, last one first."""
    edits = set()
    for finding in findings:
        for change in finding["changes"]:
            if change["path"] != path or change["kind"] != "edit":
                continue
            if finding["pass"] != 1:
                raise Unchecked("a later pass edits it")
            edits.add((change["start"]["offset"], change["end"]["offset"], change["text"]))
    ordered = sorted(edits, reverse=True)
    for later, earlier in zip(ordered, ordered[1:]):
        if earlier[1] > later[0] or earlier[0] == later[0]:
            raise Unchecked("edits that meet in one place")
    return ordered


def apply(text, edits):
    """Offsets count UTF-16 units without a byte order mark."""
    units = text.encode("utf-16-le", "surrogatepass")
    for start, end, new in edits:
        units = units[: 2 * start] + new.encode("utf-16-le", "surrogatepass") + units[2 * end :]
    return units.decode("utf-16-le", "surrogatepass")


def import_lines(text):
    """Lines of the statements with the word `import`; asked of the tokenizer, which does not mind newer syntax."""
    numbers, first, found = set(), None, False
    for token in tokenize.generate_tokens(io.StringIO(text, newline="").readline):
        if token.type in (tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT):
            continue
        first = token.start[0] if first is None else first
        found = found or (token.type == tokenize.NAME and token.string == "import")
        if token.type == tokenize.NEWLINE:
            if found:
                numbers.update(range(first - 1, token.start[0]))
            first, found = None, False
    return numbers


def differences(old, new):
    """(sign, index of the line, line) for each line of old and new that the other has not."""
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    middle = old[first : len(old) - last], new[first : len(new) - last]
    for tag, i, j, k, m in difflib.SequenceMatcher(None, *middle, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from (("-", first + n, old[first + n]) for n in range(i, j))
            yield from (("+", first + n, new[first + n]) for n in range(k, m))


def compare(before, after, findings, path):
    """Applies the findings' edits itself; then only imports, and blank lines beside them, may still differ.

    The import lines that do, and the first other line that does.
    """
    old, new = decode(before), decode(after)
    expected = apply(old, edits_of(findings, path))
    try:
        imports = {"-": import_lines(expected), "+": import_lines(new)}
    except (SyntaxError, tokenize.TokenError) as error:
        raise Unchecked(f"this Python cannot read it: {error}") from error
    explained, outside = [], None
    for sign, index, line in differences(LINE.findall(expected), LINE.findall(new)):
        if index in imports[sign]:
            explained.append(sign + line.rstrip())
        elif outside is None and (line.strip() or not imports[sign] & set(range(index - 2, index + 3))):
            outside = f"line {index + 1}: {sign}{line!r}"
    if encoding_of(before) != encoding_of(after):
        outside = "another encoding or byte order mark"
    return explained, outside


def created(findings, path):
    return [c["text"] for f in findings for c in f["changes"] if c["path"] == path and c["kind"] == "create"]


def judge(request, path):
    before, after = read(request["before"], path), read(request["after"], path)
    result = {"broken": None, "outside": None, "unchecked": None, "imports": []}
    if after is None:
        return {**result, "outside": "the file is gone"}
    if before is None:
        texts = created(request["findings"], path)
        whole = after.decode("utf-8") in texts
        return {**result, "broken": problem(after), "outside": None if whole else "nobody asked for this file"}
    if problem(before) is None:
        result["broken"] = problem(after)
    try:
        result["imports"], result["outside"] = compare(before, after, request["findings"], path)
    except Unchecked as reason:
        result["unchecked"] = str(reason)
    return result


def show(line):
    return line if line.endswith("\n") else line + "\n"


def hunk(folder, finding):
    """What the finding alone would change, or for a refused one the place; six lines of context."""
    paths = dict.fromkeys(change["path"] for change in finding["changes"])
    shown = []
    for path in paths or [finding["path"]]:
        data = read(folder, path)
        old = [] if data is None else LINE.findall(decode(data))
        if finding["pass"] != 1:
            return "(found in a later pass)\n"
        if not paths:
            first = max(0, finding["start"]["line"] - 7)
            shown += [" " + line.rstrip() for line in old[first : finding["end"]["line"] + 6]]
            continue
        texts = created([finding], path)
        new = texts[0] if texts else apply("".join(old), edits_of([finding], path))
        diff = difflib.unified_diff(old, LINE.findall(new), path, path, n=6)
        shown += [line.rstrip() for line in list(diff)[2:]]
    return "".join(show(line) for line in shown)


def hunk_or_reason(folder, finding):
    try:
        return hunk(folder, finding)
    except Unchecked as reason:
        return f"({reason})\n"


def main():
    warnings.simplefilter("ignore")
    request = json.load(sys.stdin)
    files = {path: judge(request, path) for path in request["paths"]}
    hunks = [hunk_or_reason(request["before"], finding) for finding in request["findings"]]
    json.dump({"files": files, "hunks": hunks}, sys.stdout)


main()
