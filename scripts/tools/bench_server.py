"""A HireQ server of its own for a measurement: start it, sign in, ask its database."""
import http.cookiejar, os, pathlib, re, shutil, signal, subprocess, time, urllib.parse, urllib.request

PORT = 3877
BASE = f"http://127.0.0.1:{PORT}"


def wait(url, process, limit=120):
    begun = time.monotonic()
    while time.monotonic() - begun < limit:
        if process.poll() is not None:
            raise SystemExit("the server ended early; see its output above")
        try:
            urllib.request.urlopen(url, timeout=2).read()
            return time.monotonic() - begun
        except OSError:
            time.sleep(0.01)
    raise SystemExit(f"no answer from {url}")


def start(hireq, site, data, log):
    env = dict(os.environ, LEPTOS_SITE_ROOT=site, LEPTOS_ENV="PROD")
    env.pop("DATABASE_URL", None)
    return subprocess.Popen([hireq, "serve", "--port", str(PORT), "--data", data], stderr=log, env=env)


def stop(process):
    process.send_signal(signal.SIGTERM)
    process.wait(30)


def sign_in(email):
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    form = urllib.parse.urlencode({"email": email, "password": "demo hireq 2026"}).encode()
    opener.open(urllib.request.Request(f"{BASE}/api/account/sign-in", form, {"Accept": "text/html", "Referer": BASE + "/sign-in"})).read()
    return "; ".join(f"{c.name}={c.value}" for c in jar), opener


def psql(data, sql):
    """Through the server's own Postgres: its socket lies where the data directory says."""
    pid = pathlib.Path(glob_one(data, "postmaster.pid")).read_text().splitlines()
    socket, port = pid[4], pid[3]
    binary = os.environ.get("HIREQ_PSQL") or shutil.which("psql")
    return subprocess.run([binary, "-h", socket, "-p", port, "-U", "hireq", "-d", "hireq", "-Atc", sql], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def glob_one(data, name):
    # Under the data directory, or apart from it where Postgres's user cannot reach that.
    found = list(pathlib.Path(data).rglob(name)) or list(pathlib.Path("/var/lib").glob(f"hireq*/**/{name}"))
    if not found:
        raise SystemExit(f"{name} was not found for {data}")
    return max(found, key=lambda p: p.stat().st_mtime)


def memory(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) / 1024
