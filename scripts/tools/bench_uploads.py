"""Measures a recruiter's upload from the click to the last score, and what large files leave resident. Called by
scripts/bench uploads.

usage: bench_uploads.py HIREQ SITE FOLDER
FOLDER holds résumés; sixty of them go to one job in one request. Prints Markdown.
"""
import os, pathlib, platform, sys, tempfile, time, urllib.request, uuid
from bench_server import BASE, memory, psql, sign_in, start, stop, wait

COUNT, LARGE, MEGABYTES = 60, 12, 9
LEFT = """select (select count(*) from documents where status = 'queued')
  + (select count(*) from applications where status = 'active' and score is null and candidate_id in (select candidate_id from documents))"""


def upload(opener, job, files):
    boundary = uuid.uuid4().hex
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="job"\r\n\r\n{job}\r\n'.encode()]
    for name, content in files:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        parts += [head.encode(), content, b"\r\n"]
    body = b"".join([*parts, f"--{boundary}--\r\n".encode()])
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Referer": BASE + "/hr/upload", "Accept": "text/html"}
    opener.open(urllib.request.Request(BASE + "/api/resumes/upload", body, headers)).read()


def until_done(data, limit=600):
    begun = time.monotonic()
    while int(psql(data, LEFT)):
        if time.monotonic() - begun > limit:
            raise SystemExit("files are still unread or people unscored")
        time.sleep(0.1)


def main(hireq, site, folder):
    files = sorted(path for path in pathlib.Path(folder).rglob("*") if path.suffix in (".pdf", ".docx", ".txt", ".rtf"))[:COUNT]
    if len(files) < COUNT:
        raise SystemExit(f"{folder} holds {len(files)} résumés; {COUNT} are needed")
    with tempfile.TemporaryDirectory(prefix="hireq-bench-") as data, open(pathlib.Path(data, "server.log"), "w") as log:
        server = start(hireq, site, data, log)
        try:
            wait(f"{BASE}/api/health", server, 300)
            time.sleep(5)
            until_done(data)
            report(data, server, files)
        finally:
            stop(server)


def report(data, server, files):
    job = psql(data, "select id from jobs order by created_at limit 1")
    _, opener = sign_in("recruiter@northwind.example")
    before = int(psql(data, "select count(*) from documents where status = 'read'"))
    begun = time.monotonic()
    upload(opener, job, [(path.name, path.read_bytes()) for path in files])
    taken = time.monotonic() - begun
    until_done(data)
    total = time.monotonic() - begun
    read = int(psql(data, "select count(*) from documents where status = 'read'")) - before
    resident = memory(server.pid)
    print(f"\nMachine: {platform.processor() or platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end\n")
    print(f"{len(files)} résumés in one request: stored after {taken:.1f} s; {read} read and all scored after {total:.1f} s")
    large = [(f"large-{n}.txt", os.urandom(8).hex().encode() + b" word" * (MEGABYTES * 200_000)) for n in range(LARGE)]
    highest = resident
    for file in large:
        upload(opener, "", [file])
        highest = max(highest, memory(server.pid))
    until_done(data)
    print(f"{LARGE} files of {MEGABYTES} MB, one after another: {resident:.0f} MiB resident before, {highest:.0f} at most, {memory(server.pid):.0f} after")


main(*sys.argv[1:])
