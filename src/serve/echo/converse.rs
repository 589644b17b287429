//! A conversation: frames of one client on one side, echo peers on the other, a dialect between.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use super::peer::{Order, Orders, Plan, QUEUE, Telling, Told, run};
use super::wire::{Wire, ended};
use crate::net::clock;
use crate::serve::bounds::Bucket;
use crate::serve::dialect::{Dialect, Heard, WsJson};
use crate::serve::faults::{CandidateFault, FrameFault, Mischief, When};
use crate::serve::guests::Guests;

/// Calls of one client.
const CALLS: usize = 4;
/// Frames that a client may send at once, and in a second after that.
const BURST: f64 = 500.0;
const RATE: f64 = 100.0;
/// How often a client is asked whether it is there, and how long it may say nothing at all.
const PING: Duration = Duration::from_secs(25);
const SILENCE: Duration = Duration::from_secs(600);
/// How late something late is.
const LATE: Duration = Duration::from_secs(3);
/// Frames of a flood without end, and bytes of a frame that is too long.
const FLOOD: usize = 100_000;
const HUGE: usize = 4 << 20;

/// Where a conversation takes place.
#[derive(Clone, Debug)]
pub(in crate::serve) struct Stand {
    /// Where its echo peers are reached.
    pub(in crate::serve) at: IpAddr,
    /// Who converses, and where the sockets of echo peers are noted.
    pub(in crate::serve) client: IpAddr,
    pub(in crate::serve) guests: Guests,
    /// What is done wrong.
    pub(in crate::serve) mischief: Mischief,
    /// Places for echo peers.
    pub(in crate::serve) places: Arc<Semaphore>,
    /// Becomes true when the server ends.
    pub(in crate::serve) ending: watch::Receiver<bool>,
}

/// Serves one `ws-json` connection, accepted at `address`, until the other side or its time is gone. For a caller
/// without a server.
pub async fn echo<S>(socket: WebSocketStream<S>, address: IpAddr)
where
    S: AsyncRead + AsyncWrite + Send + Unpin,
{
    let (_never, ending) = watch::channel(false);
    let places = Arc::new(Semaphore::new(1));
    let (at, client, mischief) = (address, address, Mischief::default());
    let stand = Stand { at, client, guests: Guests::default(), mischief, places, ending };
    converse(stand, socket, WsJson, None).await;
}

/// Serves one client until it is gone and its calls are over. `queued` brings what others have for it.
pub(in crate::serve) async fn converse<W: Wire, D: Dialect>(
    stand: Stand,
    mut wire: W,
    dialect: D,
    queued: Option<mpsc::Receiver<String>>,
) {
    let (tell, told) = mpsc::channel(QUEUE);
    let mut talk =
        Conversation { stand, dialect, calls: Vec::new(), running: JoinSet::new(), tell, begun: 0, late: false };
    let farewell = talk.serve(&mut wire, told, queued).await;
    talk.calls.clear();
    if farewell != Farewell::Rudely {
        wire.end(farewell.frame()).await;
    } else {
        drop(wire);
    }
    // Whoever signaled is gone; the calls go on until they are over.
    while talk.running.join_next().await.is_some() {}
}

/// How a socket ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Farewell {
    /// The client is gone.
    Gone,
    /// Without a close frame.
    Rudely,
    /// With a code, or 1005 for none, and a reason.
    With(u16, &'static str),
}

impl Farewell {
    fn frame(self) -> Option<CloseFrame> {
        match self {
            Self::With(1005, _) | Self::Gone | Self::Rudely => None,
            Self::With(code, reason) => Some(CloseFrame { code: CloseCode::from(code), reason: reason.into() }),
        }
    }
}

struct Call {
    number: usize,
    key: String,
    orders: Orders,
}

struct Conversation<D> {
    stand: Stand,
    dialect: D,
    calls: Vec<Call>,
    running: JoinSet<()>,
    tell: mpsc::Sender<Telling>,
    /// Calls so far.
    begun: usize,
    /// Whether the candidates have been late already.
    late: bool,
}

/// What comes next: go on, or end so.
type Next = Result<(), Farewell>;

impl<D: Dialect> Conversation<D> {
    async fn serve<W: Wire>(
        &mut self,
        wire: &mut W,
        mut told: mpsc::Receiver<Telling>,
        mut queued: Option<mpsc::Receiver<String>>,
    ) -> Farewell {
        if let Err(farewell) = self.open(wire).await {
            return farewell;
        }
        let mut ending = self.stand.ending.clone();
        let mut seconds = interval(Duration::from_secs(1));
        seconds.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut bucket = Bucket::new(BURST, RATE, clock::now());
        let (mut heard_at, mut pinged_at) = (clock::now(), clock::now());
        loop {
            let from_others = async {
                match &mut queued {
                    Some(queued) => queued.recv().await,
                    None => std::future::pending().await,
                }
            };
            let next = tokio::select! {
                frame = wire.receive() => match frame {
                    Some(_) if !bucket.take(clock::now(), 1.0) => Err(Farewell::With(1008, "too many frames")),
                    Some(frame) => {
                        heard_at = clock::now();
                        self.hear(wire, &frame).await
                    }
                    None => Err(Farewell::Gone),
                },
                Some((number, told)) = told.recv() => self.say(wire, number, told).await,
                frame = from_others => match frame {
                    Some(frame) => self.send(wire, frame).await,
                    None => Err(Farewell::With(1008, "frames are not read")),
                },
                _ = seconds.tick() => self.tick(wire, heard_at, &mut pinged_at).await,
                Some(_) = self.running.join_next() => Ok(()),
                () = ended(&mut ending) => Err(Farewell::With(1001, "the server ends")),
            };
            if let Err(farewell) = next {
                return farewell;
            }
        }
    }

    async fn open<W: Wire>(&mut self, wire: &mut W) -> Next {
        self.close_if(When::Open)?;
        for frame in self.dialect.open() {
            self.send(wire, frame).await?;
        }
        if let Some(FrameFault::AnswerFirst) = self.stand.mischief.frames() {
            let answer = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n".to_owned();
            self.write(wire, "", &Told::Answer(answer)).await?;
        }
        Ok(())
    }

    async fn hear<W: Wire>(&mut self, wire: &mut W, frame: &str) -> Next {
        if let Some(FrameFault::SelfEcho) = self.stand.mischief.frames() {
            self.send(wire, frame.to_owned()).await?;
        }
        for heard in self.dialect.hear(frame) {
            self.act(wire, heard).await?;
        }
        Ok(())
    }

    async fn act<W: Wire>(&mut self, wire: &mut W, heard: Heard) -> Next {
        match heard {
            Heard::Offer { call, sdp } => {
                self.close_if(When::Offer)?;
                self.before_answer(wire, &call).await?;
                match self.call(&call) {
                    Ok(()) => self.order(&call, Order::Offer(sdp)).await,
                    Err(why) => self.write(wire, &call, &Told::Refused(why.to_owned())).await?,
                }
            }
            Heard::Answer { call, sdp } => self.order(&call, Order::Answer(sdp)).await,
            Heard::Candidate { call, candidate } => {
                // One that comes first waits with the peer for the offer.
                if self.call(&call).is_ok() {
                    self.order(&call, Order::Candidate(candidate)).await;
                }
            }
            Heard::Bye { call } => self.order(&call, Order::Close).await,
            Heard::Reply(frame) => self.send(wire, frame).await?,
            Heard::Close(reason) => return Err(Farewell::With(1000, reason)),
        }
        Ok(())
    }

    /// Has a peer for the call of this name.
    fn call(&mut self, key: &str) -> Result<(), &'static str> {
        if self.calls.iter().any(|call| call.key == key) {
            return Ok(());
        }
        if self.calls.len() >= CALLS {
            return Err("there are as many calls as one client may have");
        }
        let Ok(place) = Arc::clone(&self.stand.places).try_acquire_owned() else {
            return Err("every place for a call is taken");
        };
        let (orders, ordered) = mpsc::channel(QUEUE);
        let number = self.begun;
        self.begun += 1;
        let plan = Plan {
            number,
            at: self.stand.at,
            client: self.stand.client,
            guests: self.stand.guests.clone(),
            whole: self.dialect.is_whole(),
            ends_itself: false,
            mischief: self.stand.mischief,
        };
        let tell = self.tell.clone();
        self.running.spawn(async move {
            run(plan, ordered, tell).await;
            drop(place);
        });
        self.calls.push(Call { number, key: key.to_owned(), orders });
        Ok(())
    }

    async fn order(&self, key: &str, order: Order) {
        if let Some(call) = self.calls.iter().find(|call| call.key == key) {
            // It may have ended by itself.
            drop(call.orders.send(order).await);
        }
    }

    async fn before_answer<W: Wire>(&mut self, wire: &mut W, call: &str) -> Next {
        match self.stand.mischief.frames() {
            Some(FrameFault::Glare) => self.write(wire, call, &Told::Offer(super::description::some_offer())).await,
            Some(FrameFault::Flood) => {
                for n in 0..FLOOD {
                    self.send(wire, format!("{{\"type\":\"noise\",\"n\":{n}}}")).await?;
                }
                Ok(())
            }
            Some(FrameFault::Huge) => self.send(wire, "x".repeat(HUGE)).await,
            _ => Ok(()),
        }
    }

    async fn say<W: Wire>(&mut self, wire: &mut W, number: usize, told: Told) -> Next {
        let Some(at) = self.calls.iter().position(|call| call.number == number) else { return Ok(()) };
        let key = match (&told, self.calls.get(at)) {
            (Told::Gone, _) => self.calls.remove(at).key,
            (_, Some(call)) => call.key.clone(),
            (_, None) => return Ok(()),
        };
        let late = self.stand.mischief.candidates() == Some(CandidateFault::Late);
        if late && !self.late && matches!(told, Told::Candidate(_) | Told::EndOfCandidates) {
            self.late = true;
            tokio::time::sleep(LATE).await;
        }
        let Told::Answer(sdp) = told else { return self.write(wire, &key, &told).await };
        self.answer(wire, &key, sdp).await?;
        self.close_if(When::Answer)
    }

    async fn answer<W: Wire>(&mut self, wire: &mut W, key: &str, sdp: String) -> Next {
        match self.stand.mischief.frames() {
            Some(FrameFault::Error(why)) => self.write(wire, key, &Told::Refused(why.to_owned())).await,
            Some(FrameFault::Junk(text)) => self.send(wire, text.to_owned()).await,
            Some(FrameFault::AnswerAsOffer) => self.write(wire, key, &Told::Offer(sdp)).await,
            Some(FrameFault::AnswerTwice) => {
                let answer = Told::Answer(sdp);
                self.write(wire, key, &answer).await?;
                self.write(wire, key, &answer).await
            }
            Some(FrameFault::SecondAnswer) => {
                let other = super::description::another(&sdp);
                self.write(wire, key, &Told::Answer(sdp)).await?;
                self.write(wire, key, &Told::Answer(other)).await
            }
            Some(FrameFault::Slow) => {
                tokio::time::sleep(LATE).await;
                self.write(wire, key, &Told::Answer(sdp)).await
            }
            fault @ Some(FrameFault::Binary | FrameFault::DoubleJson) => {
                for frame in self.dialect.say(key, &Told::Answer(sdp)) {
                    let frame = match fault {
                        Some(FrameFault::Binary) => Message::binary(frame.into_bytes()),
                        _ => Message::text(serde_json::Value::String(frame).to_string()),
                    };
                    sent(wire.send(frame).await)?;
                }
                Ok(())
            }
            _ => self.write(wire, key, &Told::Answer(sdp)).await,
        }
    }

    async fn write<W: Wire>(&mut self, wire: &mut W, key: &str, told: &Told) -> Next {
        for frame in self.dialect.say(key, told) {
            self.send(wire, frame).await?;
        }
        Ok(())
    }

    async fn send<W: Wire>(&self, wire: &mut W, frame: String) -> Next {
        match self.stand.mischief.frames() {
            Some(FrameFault::Silent) => Ok(()),
            Some(FrameFault::Duplicate) => {
                sent(wire.send(Message::text(frame.clone())).await)?;
                sent(wire.send(Message::text(frame)).await)
            }
            _ => sent(wire.send(Message::text(frame)).await),
        }
    }

    async fn tick<W: Wire>(&mut self, wire: &mut W, heard_at: Instant, pinged_at: &mut Instant) -> Next {
        for heard in self.dialect.tick() {
            self.act(wire, heard).await?;
        }
        let now = clock::now();
        if now.saturating_duration_since(heard_at) > SILENCE && self.running.is_empty() {
            return Err(Farewell::With(1001, "nothing was said for ten minutes"));
        }
        if now.saturating_duration_since(*pinged_at) > PING {
            *pinged_at = now;
            return sent(wire.send(Message::Ping(Vec::new().into())).await);
        }
        Ok(())
    }

    fn close_if(&self, when: When) -> Next {
        match self.stand.mischief.frames() {
            Some(FrameFault::Close(1006, at)) if at == when => Err(Farewell::Rudely),
            Some(FrameFault::Close(code, at)) if at == when => Err(Farewell::With(code, "a fault that was asked for")),
            _ => Ok(()),
        }
    }
}

fn sent(sent: bool) -> Next {
    if sent { Ok(()) } else { Err(Farewell::Gone) }
}
