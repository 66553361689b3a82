//! Settings from the environment, read once at the start and validated, with one message per mistake.

use ipnet::IpNet;
use secrecy::{ExposeSecret, SecretString};
use std::{collections::BTreeMap, net::IpAddr, path::PathBuf};

/// How mail is sent.
#[derive(Clone, Debug)]
pub enum MailTransport {
    /// Mails stay in the outbox, where administrators can read them.
    Outbox,
    /// An SMTP server.
    Smtp(SecretString),
}

/// Where files are stored.
#[derive(Clone, Debug)]
pub enum Storage {
    /// A directory.
    Local(PathBuf),
    /// An S3 bucket.
    S3 {
        bucket: String,
        region: String,
        /// The address of a server other than AWS.
        endpoint: Option<String>,
        access_key: String,
        secret_key: SecretString,
    },
}

/// How much of a client's IP address the request log shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogAddresses {
    Full,
    /// Only the network: the first three bytes of an IPv4 address, or the first three groups of an IPv6 address.
    Short,
    None,
}

impl std::str::FromStr for LogAddresses {
    type Err = ();

    fn from_str(s: &str) -> Result<Self, ()> {
        match s {
            "full" => Ok(Self::Full),
            "short" => Ok(Self::Short),
            "none" => Ok(Self::None),
            _ => Err(()),
        }
    }
}

#[derive(Clone, Debug)]
pub struct Config {
    /// Address to listen on.
    pub host: IpAddr,
    /// Port to listen on.
    pub port: u16,
    /// Whether this is production: unsafe defaults are refused and cookies are `Secure`.
    pub production: bool,
    /// Postgres; without one, the embedded database is started.
    pub database_url: Option<SecretString>,
    /// The public base URL, without a trailing slash.
    pub frontend_url: String,
    /// Hours of inactivity after which a candidate's session ends.
    pub session_hours: u32,
    /// Hours of inactivity after which a recruiter's or an administrator's session ends.
    pub staff_session_hours: u32,
    /// Days after signing in at which every session ends.
    pub session_days: u32,
    pub log_addresses: LogAddresses,
    /// For how many seconds careers pages are cached for visitors; zero disables the cache.
    pub page_cache_seconds: u64,
    /// The most open connections from one client address.
    pub connections_per_address: usize,
    pub storage: Storage,
    pub mail: MailTransport,
    /// The sender's address.
    pub from_email: String,
    /// The directory of the model weights.
    pub models_dir: PathBuf,
    /// The directory of everything else stored on this machine: the embedded database and local files.
    pub data_dir: PathBuf,
    /// The largest résumé, in bytes.
    pub max_file_bytes: u64,
    /// Accepted file name endings of résumés, in lower case and without the dot.
    pub resume_extensions: Vec<String>,
    /// Proxies and networks whose `X-Forwarded-For` is trusted.
    pub trusted_proxies: Vec<IpNet>,
    /// Every variable that was read, for `hireq doctor`: its name, and its value with secrets hidden.
    pub shown: BTreeMap<&'static str, String>,
}

struct Reader<'a> {
    get: &'a dyn Fn(&str) -> Option<String>,
    shown: BTreeMap<&'static str, String>,
    mistakes: Vec<String>,
}

impl Reader<'_> {
    fn text(&mut self, name: &'static str) -> Option<String> {
        let value = (self.get)(name).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
        self.shown.insert(name, value.clone().unwrap_or_else(|| "(not set)".into()));
        value
    }

    fn secret(&mut self, name: &'static str) -> Option<SecretString> {
        let value = self.text(name)?;
        self.shown.insert(name, "(set, hidden)".into());
        Some(value.into())
    }

    fn parsed<T: std::str::FromStr>(&mut self, name: &'static str, default: T, like: &str) -> T {
        let Some(text) = self.text(name) else { return default };
        text.parse().unwrap_or_else(|_| {
            self.mistakes.push(format!("{name} is “{text}”, which is not {like}"));
            default
        })
    }
}

impl Reader<'_> {
    fn between(&mut self, name: &'static str, default: u32, range: std::ops::RangeInclusive<u32>, like: &str) -> u32 {
        let value = self.parsed(name, default, like);
        if !range.contains(&value) {
            self.mistakes.push(format!("{name} is “{value}”, which is not {like}"));
        }
        value
    }
}

impl Config {
    /// Reads the process environment.
    ///
    /// # Errors
    /// One sentence for each mistake.
    pub fn from_env() -> Result<Self, Vec<String>> {
        Self::from_lookup(&|name| std::env::var(name).ok())
    }

    /// Reads variables through a function, so that tests need no process environment.
    ///
    /// # Errors
    /// One sentence for each mistake.
    pub fn from_lookup(get: &dyn Fn(&str) -> Option<String>) -> Result<Self, Vec<String>> {
        let mut r = Reader { get, shown: BTreeMap::new(), mistakes: Vec::new() };
        let home = get("HOME").map_or_else(|| PathBuf::from("."), PathBuf::from);
        let production = match r.text("ENVIRONMENT").as_deref() {
            None | Some("development") => false,
            Some("production") => true,
            Some(other) => {
                r.mistakes.push(format!("ENVIRONMENT is “{other}”; write development or production"));
                false
            }
        };
        let host = r.parsed("HOST", IpAddr::from([127, 0, 0, 1]), "an IP address such as 127.0.0.1");
        let port = r.parsed("PORT", 3000, "a port between 1 and 65535");
        let database_url = r.secret("DATABASE_URL");
        if let Some(url) = &database_url
            && !url.expose_secret().starts_with("postgres://")
            && !url.expose_secret().starts_with("postgresql://")
        {
            r.mistakes.push("DATABASE_URL must begin with postgres://".into());
        }
        let frontend = r.text("FRONTEND_URL");
        if production && frontend.as_deref().is_none_or(|url| !url.starts_with("https://")) {
            r.mistakes.push("FRONTEND_URL must be the site's https:// address when ENVIRONMENT=production".into());
        }
        let frontend_url =
            frontend.unwrap_or_else(|| format!("http://127.0.0.1:{port}")).trim_end_matches('/').to_owned();
        let data_dir = r.text("HIREQ_DATA_DIR").map_or_else(|| home.join(".local/share/hireq"), PathBuf::from);
        let models_dir = hireq_ml::models::usual_folder(get);
        let storage = Self::storage(&mut r, data_dir.join("files"));
        let smtp = r.secret("SMTP_URL");
        if let Some(url) = &smtp
            && !["smtp://", "smtps://"].iter().any(|s| url.expose_secret().starts_with(s))
        {
            r.mistakes.push("SMTP_URL must begin with smtp:// or smtps://".into());
        }
        let from_email = r.text("FROM_EMAIL").unwrap_or_else(|| "HireQ <no-reply@localhost>".into());
        let megabytes: u64 = r.parsed("MAX_FILE_SIZE_MB", 10, "a number of megabytes between 1 and 100");
        if !(1..=100).contains(&megabytes) {
            r.mistakes.push(format!("MAX_FILE_SIZE_MB is {megabytes}; write a number between 1 and 100"));
        }
        let session_hours = r.between("SESSION_HOURS", 24, 1..=8760, "a number of hours from 1 to 8760");
        let staff_session_hours = r.between("STAFF_SESSION_HOURS", 12, 1..=8760, "a number of hours from 1 to 8760");
        let session_days = r.between("SESSION_DAYS", 14, 1..=365, "a number of days from 1 to 365");
        let log_addresses = r.parsed("LOG_ADDRESSES", LogAddresses::Short, "full, short or none");
        let connections_per_address = r.parsed("CONNECTIONS_PER_ADDRESS", 200, "a number");
        let page_cache_seconds = r.parsed("PAGE_CACHE_SECONDS", 2, "a number of seconds; 0 keeps no pages");
        let resume_extensions = r
            .text("ALLOWED_RESUME_EXTENSIONS")
            .unwrap_or_else(|| "pdf,docx,txt,jpg,png".into())
            .split(',')
            .map(|e| e.trim().trim_start_matches('.').to_lowercase())
            .filter(|e| !e.is_empty())
            .collect();
        let mut trusted_proxies = Vec::new();
        for proxy in r.text("TRUSTED_PROXIES").unwrap_or_default().split(',').map(str::trim).filter(|p| !p.is_empty()) {
            let address = proxy.parse::<IpAddr>().map(|ip| IpNet::from(ip.to_canonical()));
            match address.or_else(|_| proxy.parse::<IpNet>()) {
                Ok(net) => trusted_proxies.push(net),
                Err(_) => r.mistakes.push(format!(
                    "TRUSTED_PROXIES names “{proxy}”, which is neither an IP address nor a network such as 10.0.0.0/8"
                )),
            }
        }
        if r.mistakes.is_empty() {
            Ok(Self {
                host,
                port,
                production,
                database_url,
                frontend_url,
                session_hours,
                staff_session_hours,
                session_days,
                log_addresses,
                page_cache_seconds,
                connections_per_address,
                storage,
                mail: smtp.map_or(MailTransport::Outbox, MailTransport::Smtp),
                from_email,
                models_dir,
                data_dir,
                max_file_bytes: megabytes * 1024 * 1024,
                resume_extensions,
                trusted_proxies,
                shown: r.shown,
            })
        } else {
            Err(r.mistakes)
        }
    }

    fn storage(r: &mut Reader<'_>, local: PathBuf) -> Storage {
        let access_key = r.text("AWS_ACCESS_KEY_ID");
        let secret_key = r.secret("AWS_SECRET_ACCESS_KEY");
        let region = r.text("AWS_REGION");
        let endpoint = r.text("AWS_ENDPOINT_URL");
        let Some(bucket) = r.text("AWS_S3_BUCKET") else { return Storage::Local(local) };
        match (access_key, secret_key) {
            (Some(access_key), Some(secret_key)) => Storage::S3 {
                bucket,
                region: region.unwrap_or_else(|| "us-east-1".into()),
                endpoint,
                access_key,
                secret_key,
            },
            _ => {
                r.mistakes
                    .push("AWS_S3_BUCKET is set, so AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are needed too".into());
                Storage::Local(local)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Result<Config, Vec<String>> {
        Config::from_lookup(&|name| pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn nothing_is_required() {
        let config = with(&[]).expect("defaults are valid");
        assert_eq!((config.port, config.session_hours, config.max_file_bytes), (3000, 24, 10 << 20));
    }

    #[test]
    fn every_mistake_is_told_at_once_and_names_its_variable() {
        let mistakes = with(&[("PORT", "many"), ("ENVIRONMENT", "production"), ("AWS_S3_BUCKET", "b")])
            .expect_err("three mistakes");
        for name in ["PORT", "FRONTEND_URL", "AWS_ACCESS_KEY_ID"] {
            assert!(mistakes.iter().any(|m| m.contains(name)), "{name} in {mistakes:?}");
        }
    }

    #[test]
    fn sessions_end_sometime_and_addresses_are_logged_in_one_of_three_ways() {
        let config = with(&[("LOG_ADDRESSES", "none")]).expect("valid");
        assert_eq!((config.staff_session_hours, config.session_days), (12, 14));
        assert_eq!(config.log_addresses, LogAddresses::None);
        let mistakes = with(&[("SESSION_DAYS", "0"), ("SESSION_HOURS", "9999"), ("LOG_ADDRESSES", "some")]);
        assert_eq!(mistakes.expect_err("three mistakes").len(), 3);
    }

    #[test]
    fn secrets_are_not_shown() {
        let config = with(&[("DATABASE_URL", "postgres://u:hunter2@h/d")]).expect("valid");
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}
