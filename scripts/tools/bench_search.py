"""Measures search by meaning in Postgres at several sizes: scripts/bench-search calls this.

Arguments: the database's URL, the repository, then numbers of candidates. The tables are the migrations'; the query, its
settings and the statement for an organisation's index are read from the sources, so that what is measured is what the
site runs. Vectors are made up: clusters of few dimensions with a little noise, as sentence vectors are.
"""

import re
import sys
import time
from pathlib import Path

import numpy as np
import psycopg

DIMENSIONS, ORGANISATIONS, PLACES, QUERIES, TEXT = 384, 20, 10, 100, 600
REVISION = "made-up"
# Vectors are made and copied so many at a time; numbers of candidates are multiples of it.
STEP = 10_000


def vectors(count, seed, shape=np.random.default_rng(1)):
    if not hasattr(vectors, "centres"):
        vectors.centres = shape.normal(size=(1000, DIMENSIONS)).astype("f4")
        vectors.basis = shape.normal(size=(50, 24, DIMENSIONS)).astype("f4") * 0.16
    random = np.random.default_rng(seed)
    cluster = random.integers(0, 1000, count)
    out = vectors.centres[cluster]
    inner = random.normal(size=(count, 24)).astype("f4")
    for kind in range(50):
        rows = cluster % 50 == kind
        out[rows] += inner[rows] @ vectors.basis[kind]
    out += random.normal(size=out.shape).astype("f4") * 0.2
    return out / np.linalg.norm(out, axis=1, keepdims=True)


def uuids(kind, first, count):
    out = np.zeros((count, 16), "u1")
    out[:, 0] = kind
    out[:, 8:] = np.arange(first, first + count).astype(">u8").view("u1").reshape(count, 8)
    return out


def copy(connection, table, fields):
    """Copies columns of a fixed width, given as name: array of bytes."""
    count = len(next(iter(fields.values())))
    kinds = [("n", ">i2")]
    for name, data in fields.items():
        kinds += [(f"{name}_length", ">i4"), (name, "u1", (data.shape[1],))]
    rows = np.zeros(count, np.dtype(kinds))
    rows["n"] = len(fields)
    for name, data in fields.items():
        rows[f"{name}_length"], rows[name] = data.shape[1], data
    header = b"PGCOPY\n\xff\r\n\0" + bytes(8)
    with connection.cursor() as cursor:
        with cursor.copy(f"copy {table} ({', '.join(fields)}) from stdin with (format binary)") as out:
            out.write(header)
            out.write(rows.tobytes())
            out.write(b"\xff\xff")


def number(value, count, width=4):
    return np.broadcast_to(np.frombuffer(int(value).to_bytes(width, "big"), "u1"), (count, width))


def text(word, count):
    return np.broadcast_to(np.frombuffer(word.encode(), "u1"), (count, len(word.encode())))


def fill(connection, have, want):
    """Adds candidates up to `want`, each with one document and one chunk; returns the seconds of the chunks' copy."""
    execute = connection.execute
    share = 1 / np.arange(1, ORGANISATIONS + 1)
    owners = np.random.default_rng(2).choice(ORGANISATIONS, want, p=share / share.sum())
    places = np.random.default_rng(3).integers(0, PLACES, want)
    letters = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz    ", "u1")
    if have == 0:
        for organisation in range(ORGANISATIONS):
            execute("insert into organizations (id, name, slug) values (%s, %s, %s)",
                    (str(key(1, organisation)), f"organisation {organisation}", f"o{organisation}"))
    seconds = 0
    for first in range(have, want, STEP):
        count = min(STEP, want - first)
        mine, place = owners[first : first + count], places[first : first + count]
        candidates, documents = uuids(2, first, count), uuids(3, first, count)
        names = np.frombuffer(b"".join(b"place %02d" % p for p in place), "u1").reshape(count, -1)
        copy(connection, "candidates", {
            "id": candidates, "organization_id": uuids(1, 0, ORGANISATIONS)[mine],
            "name": text("Somebody", count), "location": names,
        })
        copy(connection, "documents", {
            "id": documents, "candidate_id": candidates, "sha256": number(0, count, 32), "media_type": text("x", count),
            "bytes": number(1, count, 8), "storage_key": text("x", count), "original_name": text("x", count),
            "version": number(1, count), "status": text("read", count),
        })
        execute("insert into parsed_resumes (document_id, text, body, parser_version) select id, 'engineer', "
                "'{\"skills\": [{\"name\": \"Rust\"}], \"total_years\": 5}', 'x' from documents d "
                "where not exists (select 1 from parsed_resumes p where p.document_id = d.id)")
        data = np.zeros((count, 4 + 4 * DIMENSIONS), "u1")
        data[:, :2] = number(DIMENSIONS, count, 2)
        data[:, 4:] = vectors(count, first).astype(">f4").view("u1")
        texts = letters[np.random.default_rng(first).integers(0, len(letters), (count, TEXT))]
        start = time.perf_counter()
        copy(connection, "chunks", {
            "id": uuids(4, first, count), "document_id": documents, "position": number(0, count),
            "section": text("experience", count), "text": texts, "span_start": number(0, count),
            "span_end": number(TEXT, count), "embedding": data, "model_revision": text(REVISION, count),
        })
        seconds += time.perf_counter() - start
    return seconds, owners, places


def key(kind, index):
    import uuid
    return uuid.UUID(bytes=uuids(kind, index, 1)[0].tobytes())


class Search:
    """The site's search: its query and settings, and the indexes that large organisations get."""

    def __init__(self, repository):
        store = Path(repository) / "server/store/src"
        text = (store / "talent.rs").read_text()
        body = text.split("pub async fn by_meaning")[1].split("/// A row")[0]
        self.settings = re.findall(r'"(set local [^"]*)"', body)
        self.query = self.plain(re.search(r'r#"(.*?)"#', body, re.S)[1])
        self.nearest = int(re.search(r"NEAREST: i64 = (\d+)", text)[1])
        index = (store / "talent_index.rs").read_text()
        self.create = re.search(r'"(create index concurrently .*?)"', index, re.S)[1]
        self.memory = re.search(r'"(set maintenance_work_mem[^"]*)"', index)[1]
        many = (Path(repository) / "server/services/src/talent/index.rs").read_text()
        self.many = int(re.search(r"MANY: i64 = ([\d_]+)", many)[1])

    @staticmethod
    def plain(query):
        query = re.sub(r' as "(\w+)[!?]"', r" as \1", query)
        kinds = ["uuid", "text", "text", "real", "text", "vector", "text", "bigint"]
        return re.sub(r"\$(\d)", lambda m: f"%(p{m[1]})s::{kinds[int(m[1]) - 1]}", query)

    def index(self, connection, owner):
        """Builds an organisation's index; seconds and bytes."""
        organisation = key(1, owner)
        name = f"talent_chunks_{organisation.hex}"
        connection.execute(self.memory)
        start = time.perf_counter()
        connection.execute(self.create.replace("{name}", name).replace("{}", str(organisation)))
        took = time.perf_counter() - start
        return name, took, connection.execute("select pg_relation_size(%s::regclass)", (name,)).fetchone()[0]

    def ask(self, connection, values, exact=False):
        with connection.transaction():
            start, before = time.perf_counter(), processor(connection.info.backend_pid)
            for setting in self.settings + ["set local enable_indexscan = off"] * exact:
                connection.execute(setting)
            rows = connection.execute(self.query, values).fetchall()
            return (time.perf_counter() - start, processor(connection.info.backend_pid) - before), rows


def processor(pid):
    """CPU seconds of a process, which are least affected by other load."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def main():
    url, repository, *sizes = sys.argv[1:]
    search = Search(repository)
    connection = psycopg.connect(url, autocommit=True)
    connection.execute("set jit = off")
    have, indexes = 0, []
    for size in map(int, sizes):
        for name in indexes:
            connection.execute(f"drop index {name}")
        seconds, owners, places = fill(connection, have, size)
        print(f"\n{size:,} candidates in {ORGANISATIONS} organisations. Stored {(size - have) / seconds:,.0f} "
              "chunks a second.", flush=True)
        connection.execute("vacuum analyze")
        large = [n for n in range(ORGANISATIONS) if (owners == n).sum() >= search.many]
        built = [search.index(connection, owner) for owner in large]
        indexes = [name for name, *_ in built]
        for owner, (_, took, bytes_) in list(zip(large, built))[:1]:
            print(f"The largest organisation's index, {(owners == owner).sum():,} pieces: {took:.0f} s, "
                  f"{bytes_ / 1e6:.0f} MB.")
        print(f"{len(built)} indexes: {sum(b[1] for b in built):.0f} s, {sum(b[2] for b in built) / 1e6:.0f} MB.",
              flush=True)
        have = size
        everything = np.concatenate([vectors(min(STEP, size - f), f) for f in range(0, size, STEP)])
        measure(connection, search, everything, owners, places)
        del everything


def measure(connection, search, everything, owners, places):
    last = ORGANISATIONS - 1
    cases = [("largest", 0, None), ("largest, one place", 0, 3), ("smallest", last, None), ("smallest, one place", last, 3)]
    without = [n for n in range(ORGANISATIONS) if (owners == n).sum() < search.many]
    if without and without[0] not in (0, last):
        cases.insert(2, ("largest without an index", without[0], None))
    print("\n| organisation, filter | rows | p50 | p95 | processor p50 | p95 | recall@10 | exact, processor p50 "
          "| numpy, processor p50 |\n|---|---|---|---|---|---|---|---|---|")
    for name, owner, place in cases:
        mine = np.flatnonzero((owners == owner) & ((places == place) if place is not None else True))
        own = np.ascontiguousarray(everything[mine])
        seen, hits, exact, brute = [], 0, [], []
        for n in range(QUERIES):
            asked = vectors(1, 10_000_000 + n)[0]
            start = time.process_time()
            scores = own @ asked
            best = mine[np.argpartition(-scores, 9)[:10]] if len(mine) > 10 else mine
            brute.append(time.process_time() - start)
            values = {
                "p1": str(key(1, owner)), "p2": "", "p3": "" if place is None else f"place {place:02d}", "p4": None,
                "p5": "", "p6": "[" + ",".join(f"{x:.6f}" for x in asked) + "]", "p7": REVISION, "p8": search.nearest,
            }
            took, rows = search.ask(connection, values)
            seen.append(took)
            found = [int.from_bytes(row[0].bytes[8:], "big") for row in sorted(rows, key=lambda row: row[3])[:10]]
            hits += len(set(found) & set(best.tolist()))
            if n < 5:
                exact.append(search.ask(connection, values, exact=True)[0])
        p = lambda values, share: f"{1000 * np.quantile(values, share):.1f} ms"
        wall, spent = zip(*seen)
        print(f"| {name} | {len(mine):,} | {p(wall, .5)} | {p(wall, .95)} | {p(spent, .5)} | {p(spent, .95)} "
              f"| {hits / QUERIES / min(10, len(mine)):.3f} | {p([e[1] for e in exact], .5)} | {p(brute, .5)} |", flush=True)


if __name__ == "__main__":
    main()
