//! Janus over WebSocket (subprotocol `janus-protocol`): sessions, handles of the echotest plugin, `trickle`.
//!
//! For: clients that speak the API of Janus 1. The answer holds all candidates, as Janus' own does. Not for: other
//! plugins, and the admin API.

use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use super::words::{Dialect, Heard, candidate_in};
use crate::net::clock;
use crate::serve::echo::Told;

/// The one plugin.
const PLUGIN: &str = "janus.plugin.echotest";
/// Sessions of a socket, and handles of a session.
const SESSIONS: usize = 4;
const HANDLES: usize = 4;
/// How long a session lives without a word (Janus' `session_timeout`).
const TIMEOUT: Duration = Duration::from_secs(60);

/// One socket.
#[derive(Debug, Default)]
pub(in crate::serve) struct Janus {
    sessions: Vec<Session>,
}

#[derive(Debug)]
struct Session {
    id: u64,
    heard: Instant,
    handles: Vec<Handle>,
}

#[derive(Debug)]
struct Handle {
    id: u64,
    /// The transaction that the next answer is for.
    transaction: String,
}

/// An error of the API: its code and reason.
type Fault = (u32, String);

impl Janus {
    fn request(&mut self, request: &Map<String, Value>) -> Result<Vec<Heard>, Fault> {
        let transaction = word(request, "transaction");
        if transaction.is_empty() {
            return Err(missing("transaction"));
        }
        let what = word(request, "janus");
        let success = |data: Value| {
            let mut reply = json!({ "janus": "success", "transaction": transaction });
            if !data.is_null() {
                reply["data"] = data;
            }
            reply
        };
        match what.as_str() {
            "" => Err(missing("janus")),
            "info" => Ok(reply(json!({
                "janus": "server_info", "transaction": transaction, "name": "rtcdiag", "version": 0,
                "plugins": { PLUGIN: { "name": "echotest" } },
            }))),
            "ping" => Ok(reply(json!({ "janus": "pong", "transaction": transaction }))),
            "create" => {
                if self.sessions.len() >= SESSIONS {
                    return Err((490, "as many sessions as one socket may have".to_owned()));
                }
                let id = request.get("id").and_then(Value::as_u64).unwrap_or_else(some_id);
                self.sessions.retain(|session| session.id != id);
                self.sessions.push(Session { id, heard: clock::now(), handles: Vec::new() });
                Ok(reply(success(json!({ "id": id }))))
            }
            _ => {
                let id = request.get("session_id").and_then(Value::as_u64).unwrap_or_default();
                let session = self.sessions.iter_mut().find(|session| session.id == id);
                let session = session.ok_or_else(|| (458, format!("No such session {id}")))?;
                session.heard = clock::now();
                if what == "destroy" {
                    let byes = session.handles.iter().map(|handle| Heard::Bye { call: handle.id.to_string() });
                    let heard = byes.chain(reply(with_session(success(Value::Null), id))).collect();
                    self.sessions.retain(|session| session.id != id);
                    return Ok(heard);
                }
                session.request(&what, &transaction, request)
            }
        }
    }

    /// The session and the transaction of a handle.
    fn find(&self, call: &str) -> Option<(u64, u64, &str)> {
        let id = call.parse().ok()?;
        self.sessions.iter().find_map(|session| {
            let handle = session.handles.iter().find(|handle| handle.id == id)?;
            Some((session.id, id, handle.transaction.as_str()))
        })
    }
}

impl Session {
    fn request(&mut self, what: &str, transaction: &str, request: &Map<String, Value>) -> Result<Vec<Heard>, Fault> {
        let id = self.id;
        let ack = || Heard::Reply(json!({ "janus": "ack", "session_id": id, "transaction": transaction }).to_string());
        let done = || with_session(json!({ "janus": "success", "transaction": transaction }), id);
        match what {
            "keepalive" => return Ok(vec![ack()]),
            "attach" => {
                let plugin = word(request, "plugin");
                if plugin != PLUGIN {
                    return Err((460, format!("No such plugin '{plugin}'")));
                }
                if self.handles.len() >= HANDLES {
                    return Err((490, "as many handles as one session may have".to_owned()));
                }
                let handle = some_id();
                self.handles.push(Handle { id: handle, transaction: String::new() });
                let mut reply = done();
                reply["data"] = json!({ "id": handle });
                return Ok(vec![Heard::Reply(reply.to_string())]);
            }
            "message" | "trickle" | "hangup" | "detach" => {}
            _ => return Err((453, format!("Unknown request '{what}'"))),
        }
        let handle = request.get("handle_id").and_then(Value::as_u64).unwrap_or_default();
        let no_handle = || (459, format!("No such handle {handle} in session {id}"));
        let at = self.handles.iter().position(|it| it.id == handle).ok_or_else(no_handle)?;
        let call = handle.to_string();
        match what {
            "message" => {
                if !request.get("body").is_some_and(Value::is_object) {
                    return Err(missing("body"));
                }
                if let Some(handle) = self.handles.get_mut(at) {
                    transaction.clone_into(&mut handle.transaction);
                }
                let mut heard = vec![ack()];
                match request.get("jsep").filter(|jsep| jsep.get("type").and_then(Value::as_str) == Some("offer")) {
                    Some(jsep) => {
                        let sdp = jsep.get("sdp").and_then(Value::as_str).ok_or_else(|| missing("sdp"))?.to_owned();
                        heard.push(Heard::Offer { call, sdp });
                    }
                    None => heard.extend(reply(event(id, handle, transaction, "ok", None))),
                }
                Ok(heard)
            }
            "trickle" => {
                let one = request.get("candidate").into_iter();
                let many = request.get("candidates").and_then(Value::as_array).into_iter().flatten();
                let candidates = one.chain(many).filter_map(candidate_in);
                let candidates = candidates.map(|candidate| Heard::Candidate { call: call.clone(), candidate });
                Ok(std::iter::once(ack()).chain(candidates).collect())
            }
            "hangup" => Ok(vec![Heard::Bye { call }, Heard::Reply(done().to_string())]),
            _ => {
                self.handles.remove(at);
                Ok(vec![Heard::Bye { call }, Heard::Reply(done().to_string())])
            }
        }
    }
}

impl Dialect for Janus {
    fn hear(&mut self, frame: &str) -> Vec<Heard> {
        let Ok(Value::Object(request)) = serde_json::from_str(frame) else {
            return reply(fault(&(454, "Invalid JSON".to_owned()), None));
        };
        self.request(&request).unwrap_or_else(|error| reply(fault(&error, Some(&request))))
    }

    fn say(&mut self, call: &str, told: &Told) -> Vec<String> {
        let Some((session, handle, transaction)) = self.find(call) else { return Vec::new() };
        let said = |what: &str| json!({ "janus": what, "session_id": session, "sender": handle });
        let event = match told {
            Told::Answer(sdp) => {
                event(session, handle, transaction, "ok", Some(json!({ "type": "answer", "sdp": sdp })))
            }
            Told::Offer(sdp) => event(session, handle, transaction, "ok", Some(json!({ "type": "offer", "sdp": sdp }))),
            Told::Connected => said("webrtcup"),
            Told::Refused(why) => {
                let mut event = event(session, handle, transaction, "ok", None);
                event["plugindata"]["data"] = json!({ "echotest": "event", "error_code": 412, "error": why });
                event
            }
            Told::Gone => {
                let mut hangup = said("hangup");
                hangup["reason"] = json!("Close PC");
                hangup
            }
            Told::Candidate(_) | Told::EndOfCandidates => return Vec::new(),
        };
        vec![event.to_string()]
    }

    fn tick(&mut self) -> Vec<Heard> {
        let now = clock::now();
        let mut heard = Vec::new();
        self.sessions.retain(|session| {
            let keep = now.saturating_duration_since(session.heard) < TIMEOUT;
            if !keep {
                heard.push(Heard::Reply(json!({ "janus": "timeout", "session_id": session.id }).to_string()));
                heard.extend(session.handles.iter().map(|handle| Heard::Bye { call: handle.id.to_string() }));
            }
            keep
        });
        heard
    }

    fn is_whole(&self) -> bool {
        true
    }
}

fn event(session: u64, handle: u64, transaction: &str, result: &str, jsep: Option<Value>) -> Value {
    let mut event = json!({
        "janus": "event",
        "session_id": session,
        "transaction": transaction,
        "sender": handle,
        "plugindata": { "plugin": PLUGIN, "data": { "echotest": "event", "result": result } },
    });
    if let Some(jsep) = jsep {
        event["jsep"] = jsep;
    }
    event
}

fn fault((code, reason): &Fault, request: Option<&Map<String, Value>>) -> Value {
    let mut reply = json!({ "janus": "error", "error": { "code": code, "reason": reason } });
    for key in ["session_id", "transaction"] {
        if let Some(value) = request.and_then(|request| request.get(key)) {
            reply[key] = value.clone();
        }
    }
    reply
}

fn missing(element: &str) -> Fault {
    (456, format!("Missing mandatory element ({element})"))
}

fn with_session(mut reply: Value, session: u64) -> Value {
    reply["session_id"] = json!(session);
    reply
}

fn reply(value: Value) -> Vec<Heard> {
    vec![Heard::Reply(value.to_string())]
}

fn word(request: &Map<String, Value>, key: &str) -> String {
    request.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// An id that JavaScript can hold.
fn some_id() -> u64 {
    rand::random_range(1..1 << 53)
}
