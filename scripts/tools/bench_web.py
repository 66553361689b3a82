"""Measures the site beside an axum "hello" on the same machine, in one run. Called by scripts/bench web.

usage: bench_web.py HIREQ HELLO SITE [--seconds N]
Prints Markdown. Load comes from wrk (2 threads, 16 connections) on loopback; the server and the load share the cores,
so the ratio to "hello" is what counts. "Server time" of the ranked page is the `ms` field of the server's own log.
"""
import argparse, json, os, pathlib, platform, re, shutil, subprocess, tempfile, time
from bench_server import BASE, memory, psql, sign_in, start, stop, wait

args = argparse.ArgumentParser()
args.add_argument("hireq"); args.add_argument("hello"); args.add_argument("site")
args.add_argument("--seconds", type=int, default=8); args.add_argument("--applicants", type=int, default=10_000)
args = args.parse_args()
HELLO = 3878


def wrk(url, cookie=""):
    command = ["wrk", "-t2", "-c16", f"-d{args.seconds}s", "--latency", url]
    if cookie:
        command += ["-H", f"Cookie: {cookie}"]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])
    percent = {}
    for part in ("50", "99"):
        value, unit = re.search(rf"{part}%\s+([\d.]+)(us|ms|s)", out).groups()
        percent[part] = float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    if failed:
        raise SystemExit(f"{url}: {failed[1]} answers were errors")
    return rate, percent["50"], percent["99"]


MANY = """
with job as (select id, organization_id from jobs order by created_at limit 1),
     stage as (select s.id, row_number() over (order by s.position) place from stages s join job on s.job_id = job.id where s.kind <> 'hired'),
     people as (
       insert into candidates (id, organization_id, name, headline, location)
       select gen_random_uuid(), job.organization_id, 'Applicant ' || n, 'Data engineer', 'Hamburg' from job, generate_series(1, {n}) n
       returning id),
     numbered as (select id, row_number() over () n from people),
     apps as (
       insert into applications (id, organization_id, job_id, candidate_id, stage_id, score, band, scored_at, applied_at)
       select gen_random_uuid(), job.organization_id, job.id, numbered.id, stage.id, (n * 7919 % 1000) / 10.0,
         case when n * 7919 % 1000 >= 750 then 'highly_recommended' when n * 7919 % 1000 >= 600 then 'recommended'
              when n * 7919 % 1000 >= 450 then 'maybe' else 'not_recommended' end, now(), now() - n * interval '1 minute'
       from job, numbered join stage on stage.place = numbered.n % 4 + 1
       returning id, score, band),
     runs as (
       insert into match_runs (id, application_id, total, band, skills, experience, education, closeness, code_version, model_revision, criteria_hash, input_hash)
       select gen_random_uuid(), id, score, band, 0.5, 0.5, 0.5, 0.5, 'bench', 'bench', '', '' from apps returning id)
insert into match_items (run_id, position, kind, text, must, verdict, score, reason)
select runs.id, p, 'skill', 'Requirement ' || p, true, (array['met','partial','missing','unknown'])[1 + p % 4], 0.5, 'bench' from runs, generate_series(0, 7) p
"""


def brotli(path):
    script = "const z=require('zlib'),f=require('fs');console.log(z.brotliCompressSync(f.readFileSync(process.argv[1]),{params:{[z.constants.BROTLI_PARAM_QUALITY]:11}}).length)"
    return int(subprocess.run(["node", "-e", script, str(path)], capture_output=True, text=True, check=True).stdout)


def sizes():
    """What a browser downloads: style, the careers pages' WebAssembly and JavaScript, and what each portal adds."""
    pkg = pathlib.Path(args.site, "pkg")
    parts = json.loads(next(pkg.glob("__wasm_split_manifest*.json")).read_text())
    later = {f"{name}.wasm" for names in parts.values() for name in names}
    first = [p for p in pkg.iterdir() if p.suffix in (".wasm", ".js") and p.name not in later]
    yield f"style {sum(map(brotli, pkg.glob('*.css'))) / 1000:.0f} kB"
    yield f"careers pages' WebAssembly and JavaScript {sum(map(brotli, first)) / 1000:.0f} kB"
    for part, names in parts.items():
        yield f"{part} adds {sum(brotli(pkg / f'{name}.wasm') for name in names) / 1000:.0f} kB"


def lighthouse(url):
    if not shutil.which("lighthouse"):
        return "not measured (lighthouse is not installed)"
    env = dict(os.environ, CHROME_PATH=shutil.which("chromium") or "")
    flags = "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run"
    run = subprocess.run(["lighthouse", url, "--quiet", "--output=json", "--output-path=stdout", f"--chrome-flags={flags}"], capture_output=True, text=True, env=env)
    if run.returncode:
        return "failed: " + run.stderr.strip()[-200:]
    return ", ".join(f"{name} {round(c['score'] * 100)}" for name, c in json.loads(run.stdout)["categories"].items() if c["score"] is not None)


def main():
    with tempfile.TemporaryDirectory(prefix="hireq-bench-") as data:
        log_path = pathlib.Path(data) / "server.log"
        with open(log_path, "w") as log:
            server = start(args.hireq, args.site, data, log)
            first = wait(f"{BASE}/api/health", server, 300)
            time.sleep(30)  # the demo's résumés are read and scored
            stop(server)
            server = start(args.hireq, args.site, data, log)
            second = wait(f"{BASE}/api/health", server)
            hello = subprocess.Popen([args.hello, str(HELLO)])
            wait(f"http://127.0.0.1:{HELLO}/", hello)
            try:
                report(data, server, log_path, first, second)
            finally:
                hello.terminate()
                stop(server)


def report(data, server, log_path, first, second):
    psql(data, MANY.format(n=args.applicants)); psql(data, "analyze")
    job, slug = psql(data, "select id, slug from jobs order by created_at limit 1").split("|")
    cookie, _ = sign_in("recruiter@northwind.example")
    rows = [("axum “hello”", wrk(f"http://127.0.0.1:{HELLO}/"))]
    rows.append(("careers list", wrk(f"{BASE}/")))
    rows.append(("job page", wrk(f"{BASE}/jobs/{slug}")))
    before = log_path.stat().st_size
    ranked = f"/hr/jobs/{job}"
    rows.append((f"ranked page, {args.applicants:,} applicants", wrk(BASE + ranked, cookie)))
    print(f"\nMachine: {platform.processor() or platform.machine()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}; {args.seconds} s each\n")
    print("| page | requests/s | of hello | p50 ms | p99 ms |\n|---|---|---|---|---|")
    for name, (rate, p50, p99) in rows:
        print(f"| {name} | {rate:,.0f} | {rate / rows[0][1][0]:.0%} | {p50:.1f} | {p99:.1f} |")
    # One request at a time: the server's own time, without waiting for a free core.
    _, opener = sign_in("recruiter@northwind.example")
    for _ in range(200):
        opener.open(BASE + ranked).read()
    with open(log_path) as log:
        log.seek(before)
        times = [int(m[1]) for m in re.finditer(re.escape(ranked) + r".*?ms\S*?=\S*?(\d+)", re.sub(r"\x1b\[[0-9;]*m", "", log.read()))][-200:]
    times.sort()
    if times:
        print(f"\nRanked page, one at a time, server time: p50 {times[len(times) // 2]} ms, p99 {times[int(len(times) * 0.99)]} ms")
    page = opener.open(BASE + ranked).read()
    print(f"Ranked page: {len(page):,} bytes of HTML")
    print("Over the wire, brotli: " + "; ".join(sizes()))
    print(f"First start with demo data: {first:.1f} s; later starts: {second:.2f} s; resident after the load: {memory(server.pid):.0f} MiB")
    for name, url in (("careers list", BASE + "/"), ("job page", f"{BASE}/jobs/{slug}")):
        print(f"Lighthouse, {name}: {lighthouse(url)}")


main()
