//! Reads a request's body: no larger than its bound, and no slower.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};

/// So many bytes of a body that is too large are taken and thrown away: whoever still sends when the connection
/// is closed does not get the answer.
const MAX_DISCARDED_BYTES: usize = 1024 * 1024;
/// And only for so long.
const DISCARD_TIMEOUT: Duration = Duration::from_secs(2);

/// Why a body was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyError {
    /// More than so many bytes.
    TooLarge(usize),
    /// It did not come within its time.
    TooSlow,
    /// The connection broke.
    Broken,
}

impl BodyError {
    /// The status of the answer.
    pub fn status(self) -> StatusCode {
        match self {
            BodyError::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            BodyError::TooSlow => StatusCode::REQUEST_TIMEOUT,
            BodyError::Broken => StatusCode::BAD_REQUEST,
        }
    }

    /// What to do about it.
    pub fn message(self) -> String {
        match self {
            BodyError::TooLarge(most) => format!("Send at most {} KiB in a request.", most / 1024),
            BodyError::TooSlow => "The request took too long to arrive. Send it again.".to_owned(),
            BodyError::Broken => "The request did not arrive whole. Send it again.".to_owned(),
        }
    }
}

/// The whole body. Of one that is too large nothing is kept.
pub(super) async fn read(
    headers: &HeaderMap,
    mut body: Body,
    most: usize,
    within: Duration,
) -> Result<Bytes, BodyError> {
    let said = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if said.is_some_and(|said| usize::try_from(said).is_ok_and(|said| said > most)) {
        discard_rest(body).await;
        return Err(BodyError::TooLarge(most));
    }
    let whole = tokio::time::timeout(within, Limited::new(&mut body, most).collect()).await;
    match whole {
        Ok(Ok(whole)) => Ok(whole.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            discard_rest(body).await;
            Err(BodyError::TooLarge(most))
        }
        Ok(Err(_)) => Err(BodyError::Broken),
        Err(_) => Err(BodyError::TooSlow),
    }
}

/// Takes what is still being sent, within bounds.
async fn discard_rest(mut body: Body) {
    let mut left = MAX_DISCARDED_BYTES;
    let all = async {
        while let Some(Ok(frame)) = body.frame().await {
            let length = frame.data_ref().map_or(0, Bytes::len);
            match left.checked_sub(length) {
                Some(rest) => left = rest,
                None => break,
            }
        }
    };
    // Whether it came to its end makes no difference to the answer.
    let _ = tokio::time::timeout(DISCARD_TIMEOUT, all).await;
}

#[cfg(test)]
mod tests {
    use futures::stream;

    use super::*;

    const LONG: Duration = Duration::from_secs(600);

    async fn of(body: Body, within: Duration) -> Result<Bytes, BodyError> {
        read(&HeaderMap::new(), body, 1024, within).await
    }

    #[tokio::test]
    async fn a_body_is_read_up_to_its_bound() {
        assert_eq!(of(Body::from(vec![b'x'; 1024]), LONG).await.unwrap().len(), 1024);
        assert_eq!(of(Body::from(vec![b'x'; 1025]), LONG).await, Err(BodyError::TooLarge(1024)));
        let endless = stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from_static(b"xxxxxxxx")));
        assert_eq!(of(Body::from_stream(endless), LONG).await, Err(BodyError::TooLarge(1024)));
    }

    #[tokio::test]
    async fn body_over_the_limit_is_drained() {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_LENGTH, 1025.into());
        assert_eq!(read(&headers, Body::empty(), 1024, LONG).await, Err(BodyError::TooLarge(1024)));
        let taken = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let counted = std::sync::Arc::clone(&taken);
        let endless = stream::repeat_with(move || {
            counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            Ok::<_, std::io::Error>(Bytes::from_static(&[b'x'; 1024]))
        });
        let endless = Body::from_stream(endless);
        assert_eq!(read(&headers, endless, 1024, LONG).await, Err(BodyError::TooLarge(1024)));
        assert_eq!(taken.load(std::sync::atomic::Ordering::Relaxed), 1025, "a mebibyte, and no more");
    }

    #[tokio::test]
    async fn a_body_that_does_not_come_is_not_waited_for() {
        let never = Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>());
        assert_eq!(of(never, Duration::ZERO).await, Err(BodyError::TooSlow));
        let broken = stream::once(async { Err::<Bytes, _>(std::io::Error::other("gone")) });
        assert_eq!(of(Body::from_stream(broken), LONG).await, Err(BodyError::Broken));
    }
}
