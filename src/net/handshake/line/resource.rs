//! The resource of a WHIP or WHEP session: trickled candidates and its end (RFC 9725 section 4.3, RFC 8840).

use hyper::header::{CONTENT_TYPE, HeaderValue, IF_MATCH};
use hyper::{HeaderMap, Method};
use tokio::sync::mpsc::UnboundedReceiver;

use super::Said;
use super::http::{Place, Post};
use crate::net::web_url::WebUrl;
use crate::probe::signaling::Candidate;

/// A session's resource.
pub(super) struct Resource {
    url: WebUrl,
    etag: Option<String>,
    head: String,
    media: String,
    waiting: Vec<Candidate>,
    ended: bool,
    refused: bool,
}

impl Resource {
    /// The resource at `location`, for the session that `offer` began.
    pub(super) fn new((url, etag): Place, offer: &str) -> Self {
        let line = |prefix: &str| offer.lines().find(|line| line.starts_with(prefix)).unwrap_or_default().trim_end();
        let head = format!("{}\r\n{}\r\n", line("a=ice-ufrag:"), line("a=ice-pwd:"));
        Self { url, etag, head, media: line("m=").to_owned(), waiting: Vec::new(), ended: false, refused: false }
    }

    /// A candidate to be sent.
    pub(super) fn add(&mut self, candidate: Candidate) {
        self.waiting.push(candidate);
    }

    /// There will be no more.
    pub(super) fn end(&mut self) {
        self.ended = true;
    }

    /// Sends what waits, unless more is about to come.
    pub(super) async fn send_if(&mut self, post: &mut Post, said: &mut UnboundedReceiver<Said>) {
        while let Ok(more) = said.try_recv() {
            match more {
                Said::Candidate(candidate) => self.add(candidate),
                Said::End => self.end(),
                Said::Offer(_) | Said::Answer(_) => {}
            }
        }
        if self.refused || (self.waiting.is_empty() && !self.ended) {
            return;
        }
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/trickle-ice-sdpfrag"));
        if let Some(value) = self.etag.as_deref().and_then(|etag| HeaderValue::from_str(etag).ok()) {
            headers.insert(IF_MATCH, value);
        }
        let fragment = self.fragment();
        let sent = post.exchange(Method::PATCH, "candidates", self.url.clone(), headers, fragment).await;
        // A server that does not take candidates is not asked again; the exchange is written down.
        self.refused = !sent.is_ok_and(|(response, _)| response.status().is_success());
    }

    fn fragment(&mut self) -> String {
        let mid = self.waiting.iter().find_map(|candidate| candidate.sdp_mid.clone()).unwrap_or_else(|| "0".to_owned());
        let mut text = format!("{}{}\r\na=mid:{mid}\r\n", self.head, self.media);
        for candidate in self.waiting.drain(..) {
            let line = candidate.candidate.trim_start_matches("a=");
            text.push_str(&format!("a={line}\r\n"));
        }
        if std::mem::take(&mut self.ended) {
            text.push_str("a=end-of-candidates\r\n");
        }
        text
    }

    /// Ends the session at the server.
    pub(super) async fn delete(self, post: &mut Post) {
        // The exchange is written down; there is nothing more to be done.
        drop(post.exchange(Method::DELETE, "delete", self.url, HeaderMap::new(), String::new()).await);
    }
}
