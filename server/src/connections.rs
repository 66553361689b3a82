//! Accepts connections, counts them per address, and limits their duration. Somebody who sends a request's head byte by
//! byte, reads an answer byte by byte, or opens hundreds of connections does not hold up others.

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::net::{TcpListener, TcpStream};
use tokio_io_timeout::TimeoutStream;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt;

/// Longer than proxies keep an idle connection.
const PROXY: Duration = Duration::from_secs(90);

/// The limits for connections.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// The time for a request's complete head; also how long a connection may wait for its next request.
    pub head: Duration,
    /// The time without the client taking any byte of an answer.
    pub answer: Duration,
    /// The most open connections of one address.
    pub per_address: usize,
}

impl Patience {
    /// Enough for a browser on a bad connection.
    pub(crate) const fn with(per_address: usize) -> Self {
        Self { head: Duration::from_secs(20), answer: Duration::from_mins(1), per_address }
    }
}

/// The number of open connections by address.
#[derive(Clone, Default)]
struct OpenConnections(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One connection of an address, counted until it is dropped.
struct ConnectionSlot {
    open: OpenConnections,
    address: IpAddr,
}

impl OpenConnections {
    fn take(&self, address: IpAddr, most: usize) -> Option<ConnectionSlot> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(address).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(ConnectionSlot { open: self.clone(), address })
    }
}

impl Drop for ConnectionSlot {
    fn drop(&mut self) {
        let mut open = self.open.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.address);
            }
        }
    }
}

/// What counts as one client: in IPv6, a household or machine has a whole /64.
fn client(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Serves connections until asked to stop, and returns once those in flight are done. Addresses for which `unlimited`
/// is true, such as a proxy's, may have any number.
pub(crate) async fn serve(
    listener: TcpListener,
    app: Router,
    patience: Patience,
    unlimited: impl Fn(IpAddr) -> bool,
    stop: CancellationToken,
) {
    let (open, running) = (OpenConnections::default(), TaskTracker::new());
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Most likely out of file descriptors, so other connections must end first.
                    tracing::warn!(error = %error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
            () = stop.cancelled() => break,
        };
        let proxy = unlimited(peer.ip());
        let most = if proxy { usize::MAX } else { patience.per_address };
        // A proxy reuses connections for about a minute, and a request sent just as one is being closed is lost.
        let patience = if proxy { Patience { head: patience.head.max(PROXY), ..patience } } else { patience };
        let Some(place) = open.take(client(peer.ip()), most) else {
            tracing::debug!("an address has too many connections");
            continue;
        };
        running.spawn(answer(stream, peer, app.clone(), patience, stop.clone(), place));
    }
    running.close();
    running.wait().await;
}

async fn answer(
    stream: TcpStream,
    peer: SocketAddr,
    app: Router,
    patience: Patience,
    stop: CancellationToken,
    place: ConnectionSlot,
) {
    drop(stream.set_nodelay(true));
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(patience.answer));
    let service = app.map_request(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request.map(Body::new)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head)
        .serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(service))
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let mut stopping = false;
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if let Err(error) = ended {
                    tracing::trace!(error = %error, "a connection ended");
                }
                break;
            }
            () = stop.cancelled(), if !stopping => {
                stopping = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
    drop(place);
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use std::time::Instant;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    const SHORT: Patience =
        Patience { head: Duration::from_millis(300), answer: Duration::from_millis(300), per_address: 3 };

    async fn start(app: Router) -> (SocketAddr, CancellationToken, tokio::task::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let (address, stop) = (listener.local_addr().expect("an address"), CancellationToken::new());
        let serving = tokio::spawn(serve(listener, app, SHORT, |_| false, stop.clone()));
        (address, stop, serving)
    }

    fn site() -> Router {
        let slow = || async {
            tokio::time::sleep(Duration::from_millis(600)).await;
            "done"
        };
        let long = || async { "x".repeat(64 << 20) };
        Router::new().route("/", get(|| async { "hello" })).route("/slow", get(slow)).route("/long", get(long))
    }

    /// Whether the client closes the connection within two seconds.
    async fn is_closed(stream: &mut TcpStream) -> bool {
        let mut rest = Vec::new();
        tokio::time::timeout(Duration::from_secs(2), stream.read_to_end(&mut rest)).await.is_ok()
    }

    #[tokio::test]
    async fn half_a_head_and_silence_are_closed() {
        let (address, ..) = start(site()).await;
        for said in ["", "GET / HTTP/1.1\r\nHost: a\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"] {
            let mut stream = TcpStream::connect(address).await.expect("it listens");
            stream.write_all(said.as_bytes()).await.expect("said");
            assert!(is_closed(&mut stream).await, "{said:?}");
        }
    }

    #[tokio::test]
    async fn who_takes_nothing_of_an_answer_is_let_go() {
        let (address, stop, serving) = start(site()).await;
        let mut stream = TcpStream::connect(address).await.expect("it listens");
        stream.write_all(b"GET /long HTTP/1.1\r\nHost: a\r\n\r\n").await.expect("asked");
        tokio::time::sleep(Duration::from_millis(200)).await;
        stop.cancel();
        tokio::time::timeout(Duration::from_secs(5), serving).await.expect("nobody is waited for").expect("it ran");
    }

    #[tokio::test]
    async fn an_address_has_so_many_connections_and_no_more() {
        let (address, ..) = start(site()).await;
        let mut first = Vec::new();
        for _ in 0..3 {
            let mut stream = TcpStream::connect(address).await.expect("it listens");
            stream.write_all(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await.expect("asked");
            first.push(stream);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        let begun = Instant::now();
        let mut one_more = TcpStream::connect(address).await.expect("it listens");
        assert!(is_closed(&mut one_more).await && begun.elapsed() < SHORT.head, "closed at once");
        drop(first);
        tokio::time::sleep(Duration::from_millis(900)).await;
        let mut later = TcpStream::connect(address).await.expect("it listens");
        later.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await.expect("asked");
        let mut answer = String::new();
        later.read_to_string(&mut answer).await.expect("answered");
        assert!(answer.ends_with("hello"), "{answer}");
    }

    #[tokio::test]
    async fn a_request_in_flight_is_answered_though_the_server_is_asked_to_stop() {
        let (address, stop, serving) = start(site()).await;
        let mut stream = TcpStream::connect(address).await.expect("it listens");
        stream.write_all(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await.expect("asked");
        tokio::time::sleep(Duration::from_millis(100)).await;
        stop.cancel();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("answered");
        assert!(answer.ends_with("done"), "{answer}");
        serving.await.expect("it ran");
        assert!(TcpStream::connect(address).await.is_err());
    }

    #[test]
    fn an_ipv6_network_is_one_holder_and_a_mapped_address_is_its_ipv4_one() {
        let ip = |text: &str| text.parse::<IpAddr>().expect("an address");
        assert_eq!(client(ip("2001:db8::1")), client(ip("2001:db8::ffff:2")));
        assert_ne!(client(ip("2001:db8:0:1::1")), client(ip("2001:db8::1")));
        assert_eq!(client(ip("::ffff:192.0.2.1")), ip("192.0.2.1"));
    }
}
