//! The program with its embedded Postgres: what people see when that dies, and how quickly everything stops.

use hireq_postgres::{EmbeddedPostgres, EmbeddedPostgresOptions, testing};
use std::{
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    process::{Child, Command},
};

/// A running program with its own data directory, which Postgres' user can enter.
struct Running {
    program: Child,
    address: String,
    home: tempfile::TempDir,
}

fn home() -> tempfile::TempDir {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().expect("a directory");
    std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(0o755)).expect("open to all");
    home
}

fn program(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hireq"));
    command.args(["serve", "--port", "0"]).args(arguments).current_dir(home).env_clear();
    for name in ["HOME", "HIREQ_CACHE", "PATH"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command.env("HIREQ_DATA_DIR", home).env("MODELS_DIR", home);
    // In a process group of its own, so that it can be killed with everything that it has started.
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0).kill_on_drop(true);
    command
}

/// Waits until a program is ready and returns its address, or its output if it has ended instead.
async fn ready(program: &mut Child) -> Result<String, String> {
    let mut errors = program.stderr.take().expect("its errors");
    let said = tokio::spawn(async move {
        let mut said = String::new();
        drop(errors.read_to_string(&mut said).await);
        said
    });
    let mut lines = BufReader::new(program.stdout.take().expect("its output")).lines();
    while let Some(line) = lines.next_line().await.expect("its output") {
        if let Some((_, address)) = line.split_once("ready at http://") {
            let address = address.trim().to_owned();
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Ok(address);
        }
    }
    Err(said.await.unwrap_or_default())
}

impl Running {
    async fn start(arguments: &[&str]) -> Self {
        let home = home();
        let mut program = program(home.path(), arguments).spawn().expect("the program starts");
        let address = ready(&mut program).await.expect("it is ready before it ends");
        Self { program, address, home }
    }

    fn cluster(&self) -> std::path::PathBuf {
        self.home.path().join("postgres/cluster")
    }

    /// The pid of its Postgres.
    fn postgres(&self) -> Option<String> {
        let file = std::fs::read_to_string(self.cluster().join("postmaster.pid")).ok()?;
        file.lines().next().map(str::to_owned)
    }

    fn signal(&self, name: &str) {
        signal(name, &self.program.id().expect("it runs").to_string());
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).await.expect("it listens")
    }

    /// The status and the complete body.
    async fn ask(&self, head: &str, body: &str) -> (u16, String) {
        let mut stream = self.connect().await;
        let host = &self.address;
        let length = body.len();
        let request = format!(
            "{head} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAccept: text/html\r\nContent-Length: {length}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes()).await.expect("asked");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.expect("answered");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, answer)
    }

    async fn is_healthy(&self) -> bool {
        self.ask("GET /api/health", "").await.0 == 200
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // After a failed test, neither the program nor its Postgres keeps running.
        drop(self.program.start_kill());
        if let Some(postgres) = self.postgres() {
            drop(std::process::Command::new("kill").args(["-INT", &postgres]).status());
        }
    }
}

fn signal(name: &str, pid: &str) {
    assert!(std::process::Command::new("kill").args([name, "--", pid]).status().expect("kill").success());
}

async fn until(what: &str, mut happened: impl AsyncFnMut() -> bool) {
    let give_up = Instant::now() + Duration::from_secs(40);
    while !happened().await {
        assert!(Instant::now() < give_up, "{what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn swap(from: &Path, to: &Path) {
    std::fs::rename(from, to).expect("renamed");
}

#[tokio::test]
async fn while_its_postgres_is_down_people_are_told_to_wait_and_then_all_is_well() {
    let site = Running::start(&["--empty"]).await;
    let form = "name=Zoe&email=zoe%40example.com&password=correct+horse+battery&role=candidate&organization=";
    let sign_in = "email=zoe%40example.com&password=wrong";
    let (settings, aside) = (site.cluster().join("postgresql.conf"), site.cluster().join("aside"));
    // Without its settings it cannot start, which gives the test time to look around.
    swap(&settings, &aside);
    signal("-KILL", &site.postgres().expect("its number"));
    until("health tells it", async || site.ask("GET /api/health", "").await.0 == 503).await;
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(4) {
        for (head, body) in [
            ("GET /api/health", ""),
            ("GET /jobs?q=down", ""),
            ("GET /jobs.rss", ""),
            ("POST /api/account/sign-in", sign_in),
            ("POST /api/account/sign-up", form),
        ] {
            let (status, answer) = site.ask(head, body).await;
            assert_eq!(status, 503, "{head}: {answer}");
        }
    }
    swap(&aside, &settings);
    until("it is well again", async || site.is_healthy().await).await;
    assert_eq!(site.ask("GET /jobs?q=up", "").await.0, 200);
    assert_eq!(site.ask("POST /api/account/sign-up", form).await.0, 302);
}

#[tokio::test]
async fn a_postgres_that_is_killed_is_back_within_seconds() {
    let site = Running::start(&["--empty"]).await;
    for _ in 0..3 {
        // The last answer may have come from a process that outlived the first one for a moment.
        until("it runs again", async || site.postgres().is_some()).await;
        signal("-KILL", &site.postgres().expect("its number"));
        let killed = Instant::now();
        let mut told = Vec::new();
        while killed.elapsed() < Duration::from_millis(300) || told.last() != Some(&200) {
            assert!(killed.elapsed() < Duration::from_secs(20), "{told:?}");
            told.push(site.ask("GET /jobs?q=engineer", "").await.0);
        }
        assert!(told.iter().all(|status| matches!(status, 200 | 503)), "{told:?}");
    }
}

#[tokio::test]
async fn ctrl_c_ends_all_of_it_within_two_seconds_whoever_is_connected() {
    let mut site = Running::start(&["--empty"]).await;
    let postgres = site.postgres().expect("its number");
    let silent = site.connect().await;
    let mut half = site.connect().await;
    half.write_all(b"POST /api/account/sign-in HTTP/1.1\r\nHost: hireq\r\nContent-Length: 100\r\n\r\nemail=")
        .await
        .expect("sent");
    let mut idle = site.connect().await;
    idle.write_all(b"GET /api/health HTTP/1.1\r\nHost: hireq\r\n\r\n").await.expect("sent");
    let mut some = [0; 64];
    assert!(idle.read(&mut some).await.expect("answered") > 0);
    let asked = Instant::now();
    site.signal("-INT");
    let ended = tokio::time::timeout(Duration::from_secs(10), site.program.wait()).await.expect("it ends");
    let took = asked.elapsed();
    assert!(ended.expect("it ran").success());
    assert!(took < Duration::from_secs(2), "{took:?}");
    let gone = async || {
        !std::process::Command::new("kill")
            .args(["-0", &postgres])
            .stderr(Stdio::null())
            .status()
            .expect("kill")
            .success()
    };
    until("Postgres ends with it", gone).await;
    // On a busy disk, the last data is written after the program has ended.
    assert!(asked.elapsed() < Duration::from_secs(6), "{:?}", asked.elapsed());
    drop((silent, half, idle));
}

#[tokio::test]
async fn ctrl_c_in_the_middle_of_a_first_start_leaves_nothing_running() {
    let home = home();
    let mut site = program(home.path(), &[]).spawn().expect("the program starts");
    let number = || std::fs::read_to_string(home.path().join("postgres/cluster/postmaster.pid")).ok();
    until("its Postgres runs", async || number().is_some_and(|file| file.contains("ready"))).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let asked = Instant::now();
    signal("-INT", &site.id().expect("it runs").to_string());
    site.wait().await.expect("it ends");
    assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
    until("its Postgres ends", async || number().is_none()).await;
}

/// The contents of the demo: accounts, jobs, applications, documents and waiting mails.
async fn demo(url: &str) -> Vec<i64> {
    let pool = sqlx::PgPool::connect(url).await.expect("the database");
    let mut counts = Vec::new();
    for table in ["users", "jobs", "applications", "documents", "application_events"] {
        let sql = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
        counts.push(sqlx::query_scalar(sql).fetch_one(&pool).await.expect("counted"));
    }
    pool.close().await;
    counts
}

/// Starts a site on a data directory, as people do after a failure, looks at its demo, and stops everything.
async fn demo_after_a_start(home: &Path) -> Vec<i64> {
    let mut site = program(home, &[]).spawn().expect("the program starts");
    let started = tokio::time::timeout(Duration::from_mins(2), ready(&mut site)).await.expect("in time");
    started.unwrap_or_else(|said| panic!("it does not serve: {said}"));
    let postgres = EmbeddedPostgres::start(EmbeddedPostgresOptions::new(home.join("postgres"))).await.expect("it runs");
    let counts = demo(&postgres.url()).await;
    signal("-INT", &site.id().expect("it runs").to_string());
    site.wait().await.expect("it ends");
    postgres.stop().await.expect("it stops");
    counts
}

/// Kills first starts at this many moments spread over their duration, each in a new directory.
async fn kill_first_starts(moments: u32) {
    let whole = home();
    let begun = Instant::now();
    let demo = demo_after_a_start(whole.path()).await;
    let length = begun.elapsed();
    assert_eq!(demo[..4], [13, 10, 40, 40], "the demo");
    for moment in 1..=moments {
        let home = home();
        let mut site = program(home.path(), &[]).spawn().expect("the program starts");
        tokio::time::sleep(length * moment / (moments + 1)).await;
        // The whole process group, as when a container or a machine is stopped hard.
        signal("-KILL", &format!("-{}", site.id().expect("it runs")));
        site.wait().await.expect("it is gone");
        assert_eq!(demo_after_a_start(home.path()).await, demo, "killed at {moment} of {} in {length:?}", moments + 1);
    }
}

#[tokio::test]
async fn a_first_start_that_was_killed_is_made_good_by_the_next() {
    // All twenty take a few minutes.
    let moments = if std::env::var_os("HIREQ_LONG_TESTS").is_some() { 20 } else { 3 };
    kill_first_starts(moments).await;
}

#[tokio::test]
async fn two_servers_begin_together_on_nothing_and_both_serve() {
    let home = home();
    let mut servers = [program(home.path(), &[]), program(home.path(), &[])].map(|mut p| p.spawn().expect("it starts"));
    let [first, second] = &mut servers;
    let (first, second) = tokio::join!(ready(first), ready(second));
    first.expect("the first serves");
    second.expect("the second serves");
    for mut server in servers {
        signal("-INT", &server.id().expect("it runs").to_string());
        server.wait().await.expect("it ends");
    }
    assert_eq!(demo_after_a_start(home.path()).await[..4], [13, 10, 40, 40]);
}

#[tokio::test]
async fn two_servers_begin_together_on_an_empty_database_and_both_serve() {
    let (database, homes) = (testing::empty_database().await, [home(), home()]);
    let mut servers = homes
        .each_ref()
        .map(|home| program(home.path(), &[]).env("DATABASE_URL", database.url()).spawn().expect("it starts"));
    let [first, second] = &mut servers;
    let (first, second) = tokio::join!(ready(first), ready(second));
    first.expect("the first serves");
    second.expect("the second serves");
    assert_eq!(demo(database.url()).await[..4], [13, 10, 40, 40]);
}
