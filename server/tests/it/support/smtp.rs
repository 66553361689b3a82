//! A minimal mail server: it speaks the protocol of RFC 5321 and keeps the messages it receives.

use std::{sync::Arc, time::Duration};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::Mutex,
};

/// A listening mail server, which ends with the test.
#[derive(Clone)]
pub struct MailServer {
    /// The value for `SMTP_URL`.
    pub url: String,
    mails: Arc<Mutex<Vec<String>>>,
    envelopes: Arc<Mutex<Vec<String>>>,
    greeted: Arc<Mutex<usize>>,
}

impl MailServer {
    /// Listens on a free port, and takes `slowness` to accept a message.
    pub async fn start(slowness: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("smtp://{}", listener.local_addr().expect("an address"));
        let server = Self { url, mails: Arc::default(), envelopes: Arc::default(), greeted: Arc::default() };
        let kept = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = kept.clone();
                tokio::spawn(async move { server.converse(stream, slowness).await });
            }
        });
        server
    }

    /// Listens and accepts connections, but never answers.
    pub async fn silent() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("smtp://{}", listener.local_addr().expect("an address"));
        let server = Self { url, mails: Arc::default(), envelopes: Arc::default(), greeted: Arc::default() };
        let kept = server.clone();
        tokio::spawn(async move {
            let mut held = Vec::new();
            while let Ok((stream, _)) = listener.accept().await {
                held.push(stream);
                *kept.greeted.lock().await += 1;
            }
        });
        server
    }

    /// The accepted messages, including headers.
    pub async fn mails(&self) -> Vec<String> {
        self.mails.lock().await.clone()
    }

    /// The envelope commands (senders and recipients), as transmitted.
    pub async fn envelopes(&self) -> Vec<String> {
        self.envelopes.lock().await.clone()
    }

    /// How many times a client has started to send a message.
    pub async fn begun(&self) -> usize {
        *self.greeted.lock().await
    }

    async fn converse(&self, stream: TcpStream, slowness: Duration) -> std::io::Result<()> {
        let (reading, mut writing) = stream.into_split();
        let mut lines = BufReader::new(reading).lines();
        writing.write_all(b"220 mail.test ready\r\n").await?;
        while let Some(line) = lines.next_line().await? {
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            if matches!(verb.as_str(), "MAIL" | "RCPT") {
                self.envelopes.lock().await.push(line.clone());
            }
            let answer: &[u8] = match verb.as_str() {
                "EHLO" | "HELO" => b"250 mail.test\r\n",
                "MAIL" | "RCPT" | "RSET" | "NOOP" => b"250 ok\r\n",
                "DATA" => {
                    writing.write_all(b"354 go on\r\n").await?;
                    let mut message = String::new();
                    while let Some(line) = lines.next_line().await? {
                        if line == "." {
                            break;
                        }
                        message.push_str(line.strip_prefix('.').unwrap_or(&line));
                        message.push('\n');
                    }
                    *self.greeted.lock().await += 1;
                    tokio::time::sleep(slowness).await;
                    self.mails.lock().await.push(message);
                    b"250 accepted\r\n"
                }
                "QUIT" => {
                    writing.write_all(b"221 bye\r\n").await?;
                    return Ok(());
                }
                _ => b"502 unknown\r\n",
            };
            writing.write_all(answer).await?;
        }
        Ok(())
    }
}
