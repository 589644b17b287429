//! What a probe takes in and gives out, whatever it probes.

use std::net::SocketAddr;
use std::time::Instant;

/// Where bytes come from or go to.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Channel {
    /// The connection to the server under test.
    Server,
    /// A second, plain UDP socket that plays the peer outside.
    Peer,
    /// A second connection to the same server, over the same transport.
    Second,
}

/// What happened.
#[derive(Debug)]
pub enum Input<'a> {
    /// Bytes came in: one datagram, or one message of a stream.
    Bytes { channel: Channel, from: SocketAddr, bytes: &'a [u8] },
    /// A channel that was asked for is open, at this local address.
    Opened { channel: Channel, local: SocketAddr },
    /// A channel could not be opened, or has ended.
    Lost { channel: Channel, how: Lost },
    /// Time has passed.
    Tick,
    /// The user wants to stop: release everything, then end.
    Stop,
}

/// How a channel was lost.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Lost {
    /// ICMP port unreachable, or a refused connection.
    Refused,
    /// The peer ended the stream.
    Ended,
    /// The peer reset the stream.
    Reset,
    /// There is no way to send: no route, no such address.
    NoRoute(String),
}

/// What to do next.
#[derive(Debug)]
pub enum Output {
    /// Send these bytes. `to` is set for [`Channel::Peer`] alone; the others are connected.
    Send { channel: Channel, to: Option<SocketAddr>, bytes: Vec<u8> },
    /// Open a channel, then say [`Input::Opened`] or [`Input::Lost`].
    Open(Channel),
    /// Nothing to do until this moment or the next input.
    WaitUntil(Instant),
    /// The probe has ended.
    Done,
}

/// A sans-IO machine.
pub trait Probe {
    /// Takes in what happened.
    fn handle(&mut self, now: Instant, input: Input<'_>);
    /// Says what to do next.
    fn poll(&mut self, now: Instant) -> Output;
}
