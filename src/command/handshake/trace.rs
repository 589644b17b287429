//! `--trace-signaling`: every message and every HTTP exchange, in order.

use crate::facts::signaling::{Exchange, Frame, Signaling};
use crate::report::number::{bytes, ms};
use crate::report::{Block, Line, Moment, Tone};

/// The messages and exchanges as one list.
pub(super) fn block(seen: &Signaling) -> Block {
    if seen.frames.is_empty() && seen.exchanges.is_empty() {
        return Block::Line(Line::toned("nothing was sent or heard", Tone::Dim));
    }
    let mut moments: Vec<Moment> = seen.exchanges.iter().map(exchange).chain(seen.frames.iter().map(frame)).collect();
    // An exchange stands before the body that it carried.
    moments.sort_by(|a, b| a.at_ms.total_cmp(&b.at_ms));
    if seen.frames_dropped > 0 {
        let at_ms = moments.last().map_or(0.0, |moment| moment.at_ms);
        let text = format!("{} more messages were not kept", seen.frames_dropped);
        moments.push(Moment { at_ms, text: Line::toned(text, Tone::Dim) });
    }
    Block::Timeline(moments)
}

fn frame(frame: &Frame) -> Moment {
    let way = if frame.out { "out" } else { "in " };
    let size = bytes(frame.bytes.try_into().unwrap_or(u64::MAX));
    let tone = if frame.kind == "unknown" { Tone::Warn } else { Tone::Name };
    let text = Line::plain(format!("{way} ")).with(&frame.kind, tone).with(format!(", {size}  "), Tone::Dim);
    Moment { at_ms: frame.at_ms, text: text.with(&frame.text, Tone::Plain) }
}

fn exchange(exchange: &Exchange) -> Moment {
    let mut text = Line::toned(&exchange.method, Tone::Strong).with(format!(" {}", exchange.url), Tone::Plain);
    text = match (exchange.status, &exchange.error) {
        (Some(status), _) => {
            let tone = if status < 400 { Tone::Good } else { Tone::Bad };
            let took = exchange.took_ms.map_or(String::new(), |took| format!(" in {}", ms(took)));
            text.with(format!("  {status}"), tone).with(took, Tone::Plain)
        }
        (None, Some(error)) => text.with(format!("  {error}"), Tone::Bad),
        (None, None) => text.with("  no answer", Tone::Warn),
    };
    let kind = (!exchange.content_type.is_empty()).then(|| exchange.content_type.clone());
    let told = [
        kind,
        exchange.location.then(|| "Location".to_owned()),
        exchange.etag.then(|| "ETag".to_owned()),
        exchange.redirected_to.as_ref().map(|to| format!("to {to}")),
        exchange.retry_after.as_ref().map(|after| format!("Retry-After {after}")),
    ];
    let told: Vec<String> = told.into_iter().flatten().collect();
    if !told.is_empty() {
        text = text.with(format!(", {}", told.join(", ")), Tone::Dim);
    }
    Moment { at_ms: exchange.at_ms, text }
}
