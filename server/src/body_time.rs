//! Limits the duration of request bodies, so that nobody can keep a request open for hours with a byte a minute.

use axum::body::Body;
use futures::{StreamExt, stream};
use std::{io, time::Duration};
use tokio::time::{Instant, timeout_at};

/// Time limits for a body.
#[derive(Clone, Copy)]
pub(crate) struct Time {
    /// From one piece to the next.
    pub pause: Duration,
    /// In total.
    pub whole: Duration,
}

/// For a form's text.
pub(crate) const FORM: Time = Time { pause: Duration::from_secs(20), whole: Duration::from_mins(1) };
/// For files over a slow connection.
pub(crate) const FILES: Time = Time { pause: Duration::from_secs(30), whole: Duration::from_mins(20) };

/// The same body, which fails if it takes too long.
pub(crate) fn in_time(body: Body, time: Time) -> Body {
    let end = Instant::now() + time.whole;
    Body::from_stream(stream::unfold(Some(body.into_data_stream()), move |pieces| async move {
        let mut pieces = pieces?;
        match timeout_at(end.min(Instant::now() + time.pause), pieces.next()).await {
            Ok(Some(Ok(piece))) => Some((Ok(piece), Some(pieces))),
            Ok(Some(Err(error))) => Some((Err(error), None)),
            Ok(None) => None,
            Err(_) => Some((Err(axum::Error::new(io::Error::from(io::ErrorKind::TimedOut))), None)),
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt;

    /// A body of ten bytes, one at a time.
    fn dripping(every: Duration) -> Body {
        Body::from_stream(stream::iter(0..10).then(move |_| async move {
            tokio::time::sleep(every).await;
            Ok::<_, io::Error>("x")
        }))
    }

    #[tokio::test]
    async fn a_body_that_pauses_or_drips_too_long_fails_and_any_other_comes_whole() {
        let time = Time { pause: Duration::from_millis(200), whole: Duration::from_millis(500) };
        assert!(in_time(dripping(Duration::from_secs(1)), time).collect().await.is_err(), "a pause");
        assert!(in_time(dripping(Duration::from_millis(100)), time).collect().await.is_err(), "in all");
        let whole = in_time(dripping(Duration::from_millis(5)), time).collect().await.expect("in time");
        assert_eq!(whole.to_bytes().len(), 10);
    }
}
