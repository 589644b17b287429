//! Events and packets with their time: the ledger behind `-v`, progress, ladders and waterfalls.
//!
//! For: keeping what happened, in order. Not for: deciding what it means. Names no other room.

mod packet;
mod pcap;

pub use packet::{Direction, Ledger, Packet};
pub use pcap::{Capture, pcapng};
