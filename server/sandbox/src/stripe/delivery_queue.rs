//! The queue of events: each is kept until its endpoint answered 2xx. What can be sent, is held, pauses or is
//! delayed stands in a line of its own, so that a long queue costs no more than a short one.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use rand::Rng;
use tokio::time::Instant;
use url::Url;

use super::delivery::DeliveryMode;
use super::event::Endpoint;

const FIRST_RETRY: Duration = Duration::from_millis(250);
const LONGEST_RETRY: Duration = Duration::from_secs(60);
/// How often the sandbox's clock is looked at while something is delayed.
const CLOCK_POLL_INTERVAL: Duration = Duration::from_secs(1);

struct QueuedEvent {
    event: String,
    endpoint: Endpoint,
    body: Arc<str>,
    attempts: u32,
}

/// What has not been accepted yet.
#[derive(Default)]
pub struct DeliveryQueue {
    pub mode: DeliveryMode,
    /// So many of the next events are recorded and never sent.
    drop_next: u32,
    target: Option<Url>,
    next_number: u64,
    waiting: HashMap<u64, QueuedEvent>,
    ready: VecDeque<u64>,
    held: BTreeSet<u64>,
    /// Refused, until the next attempt.
    backing_off: BTreeSet<(Instant, u64)>,
    /// Until an instant of the sandbox's clock.
    delayed: BTreeSet<(i64, u64)>,
    in_flight: HashSet<u64>,
}

/// One attempt to make.
pub struct DeliveryAttempt {
    pub number: u64,
    pub endpoint: Endpoint,
    pub url: Url,
    pub body: Arc<str>,
}

/// What the task should do now.
pub enum NextDelivery {
    Send(DeliveryAttempt),
    Wait(Instant),
    Idle,
}

impl DeliveryQueue {
    /// Queues a new event as the mode says; `clock` is the sandbox's.
    pub fn enqueue(&mut self, event: &str, endpoint: Endpoint, body: &Arc<str>, clock: i64) {
        if self.drop_next > 0 {
            self.drop_next -= 1;
            return;
        }
        let copies = match self.mode {
            DeliveryMode::Drop => 0,
            DeliveryMode::Duplicate => 2,
            DeliveryMode::Normal
            | DeliveryMode::Hold
            | DeliveryMode::Shuffle
            | DeliveryMode::Reorder
            | DeliveryMode::Delay(_) => 1,
        };
        for _ in 0..copies {
            let number = self.add(event, endpoint, body);
            match self.mode {
                DeliveryMode::Hold => drop(self.held.insert(number)),
                DeliveryMode::Delay(seconds) => {
                    self.delayed.insert((clock.saturating_add(seconds), number));
                }
                _ => self.ready.push_back(number),
            }
        }
    }

    /// Queues an event once more, to be sent at once whatever the mode is.
    pub fn enqueue_now(&mut self, event: &str, endpoint: Endpoint, body: &Arc<str>) {
        let number = self.add(event, endpoint, body);
        self.ready.push_back(number);
    }

    fn add(&mut self, event: &str, endpoint: Endpoint, body: &Arc<str>) -> u64 {
        self.next_number += 1;
        let waiting = QueuedEvent { event: event.to_owned(), endpoint, body: body.clone(), attempts: 0 };
        self.waiting.insert(self.next_number, waiting);
        self.next_number
    }

    /// Loses the next `count` events.
    pub fn drop_next(&mut self, count: u32) {
        self.drop_next = count;
    }

    /// Sends to `{target}/webhooks/stripe/…` from now on; what waits is tried at once.
    pub fn set_target(&mut self, target: Option<Url>) {
        self.target = target;
        self.retry_now();
    }

    /// Whether there is anywhere to send to.
    pub fn has_target(&self) -> bool {
        self.target.is_some()
    }

    /// Lets go of what was held or delayed.
    pub fn release(&mut self) {
        self.ready.extend(std::mem::take(&mut self.held));
        self.ready.extend(std::mem::take(&mut self.delayed).into_iter().map(|(_, number)| number));
        self.ready.make_contiguous().sort_unstable();
    }

    /// Forgets the pauses between attempts.
    pub fn retry_now(&mut self) {
        self.ready.extend(std::mem::take(&mut self.backing_off).into_iter().map(|(_, number)| number));
        self.ready.make_contiguous().sort_unstable();
    }

    /// Queued deliveries not yet accepted, held ones included.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// How many are held or delayed.
    pub fn held_or_delayed(&self) -> usize {
        self.held.len() + self.delayed.len()
    }

    /// Identifiers of events that still wait for a 2xx, oldest first.
    pub fn undelivered(&self) -> Vec<String> {
        let mut all: Vec<(&u64, &QueuedEvent)> = self.waiting.iter().collect();
        all.sort_unstable_by_key(|(number, _)| **number);
        all.into_iter().map(|(_, one)| one.event.clone()).collect()
    }

    /// Whether nothing is on its way or due. What pauses before another attempt doesn't count.
    pub fn is_idle(&self, now: Instant, clock: i64) -> bool {
        let due = !self.ready.is_empty()
            || self.backing_off.first().is_some_and(|(at, _)| *at <= now)
            || self.delayed.first().is_some_and(|(at, _)| *at <= clock);
        self.in_flight.is_empty() && !(due && self.target.is_some())
    }

    /// The attempts made so far of everything that can be sent now, the first to be sent last.
    pub fn attempts(&self, clock: i64) -> Vec<(u64, u32)> {
        if self.target.is_none() {
            return Vec::new();
        }
        let delayed: HashSet<u64> =
            self.delayed.iter().filter(|(at, _)| *at > clock).map(|(_, number)| *number).collect();
        let held_or_delayed = |number: &u64| self.held.contains(number) || delayed.contains(number);
        let sendable = self.waiting.iter().filter(|(number, _)| !held_or_delayed(number));
        let mut all: Vec<(u64, u32)> = sendable.map(|(number, one)| (*number, one.attempts)).collect();
        all.sort_unstable_by(|one, other| other.cmp(one));
        all
    }

    /// Takes off the end of `before` what was accepted or tried once more since; says whether that was all.
    pub fn all_tried(&self, before: &mut Vec<(u64, u32)>) -> bool {
        while let Some((number, attempts)) = before.last() {
            if self.waiting.get(number).is_some_and(|one| one.attempts == *attempts) {
                return false;
            }
            before.pop();
        }
        true
    }

    /// What to do at `now`, which is `clock` on the sandbox's clock.
    pub fn next(&mut self, now: Instant, clock: i64) -> NextDelivery {
        let Some(target) = self.target.clone() else { return NextDelivery::Idle };
        while self.backing_off.first().is_some_and(|(at, _)| *at <= now) {
            self.ready.extend(self.backing_off.pop_first().map(|(_, number)| number));
        }
        while self.delayed.first().is_some_and(|(at, _)| *at <= clock) {
            self.ready.extend(self.delayed.pop_first().map(|(_, number)| number));
        }
        let number = match self.mode {
            DeliveryMode::Shuffle if !self.ready.is_empty() => {
                self.ready.swap_remove_back(rand::rng().random_range(0..self.ready.len()))
            }
            DeliveryMode::Reorder => self.ready.pop_back(),
            _ => self.ready.pop_front(),
        };
        if let Some(number) = number
            && let Some(one) = self.waiting.get(&number)
            && let Ok(url) = join(&target, one.endpoint)
        {
            self.in_flight.insert(number);
            return NextDelivery::Send(DeliveryAttempt {
                number,
                endpoint: one.endpoint,
                url,
                body: one.body.clone(),
            });
        }
        let retry = self.backing_off.first().map(|(at, _)| *at);
        let look = (!self.delayed.is_empty()).then(|| now + CLOCK_POLL_INTERVAL);
        retry.into_iter().chain(look).min().map_or(NextDelivery::Idle, NextDelivery::Wait)
    }

    /// What became of an attempt.
    pub fn finish(&mut self, number: u64, accepted: bool, now: Instant) {
        self.in_flight.remove(&number);
        if accepted {
            self.waiting.remove(&number);
        } else if let Some(one) = self.waiting.get_mut(&number) {
            let pause = FIRST_RETRY.saturating_mul(1 << one.attempts.min(10)).min(LONGEST_RETRY);
            one.attempts += 1;
            self.backing_off.insert((now + pause, number));
        }
    }
}

fn join(target: &Url, endpoint: Endpoint) -> Result<Url, url::ParseError> {
    let base = target.as_str().trim_end_matches('/');
    Url::parse(&format!("{base}/{}", endpoint.path()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A queue with a target and `count` events, named by their number.
    fn queue(mode: DeliveryMode, count: usize) -> DeliveryQueue {
        let mut queue = DeliveryQueue { mode, ..DeliveryQueue::default() };
        queue.set_target(Some("http://127.0.0.1:9".parse().unwrap()));
        for number in 0..count {
            let name = number.to_string();
            queue.enqueue(&name, Endpoint::Connect, &name.as_str().into(), 100);
        }
        queue
    }

    /// What is sent at an instant of the sandbox's clock, every attempt accepted.
    fn sent(queue: &mut DeliveryQueue, clock: i64) -> Vec<usize> {
        let mut sent = Vec::new();
        let now = Instant::now();
        while let NextDelivery::Send(attempt) = queue.next(now, clock) {
            sent.push(attempt.body.parse().unwrap());
            queue.finish(attempt.number, true, now);
        }
        sent
    }

    #[test]
    fn ten_thousand_events_are_sent_once_in_order() {
        let mut queue = queue(DeliveryMode::Normal, 10_000);
        let mut before = queue.attempts(100);
        assert!(!queue.all_tried(&mut before));
        assert_eq!(sent(&mut queue, 100), (0..10_000).collect::<Vec<_>>());
        assert!(queue.all_tried(&mut before) && queue.len() == 0 && queue.is_idle(Instant::now(), 100));
    }

    #[test]
    fn rejected_events_back_off_and_keep_their_order() {
        let mut queue = queue(DeliveryMode::Normal, 3);
        let now = Instant::now();
        let mut before = queue.attempts(100);
        for _ in 0..3 {
            let NextDelivery::Send(attempt) = queue.next(now, 100) else { panic!("nothing to send") };
            queue.finish(attempt.number, false, now);
        }
        assert!(queue.all_tried(&mut before) && queue.is_idle(now, 100));
        assert!(matches!(queue.next(now, 100), NextDelivery::Wait(at) if at == now + FIRST_RETRY));
        queue.retry_now();
        assert_eq!(sent(&mut queue, 100), [0, 1, 2]);
    }

    #[test]
    fn delayed_events_are_sent_by_the_sandbox_clock() {
        let mut queue = queue(DeliveryMode::Delay(60), 2);
        assert!(sent(&mut queue, 159).is_empty() && queue.is_idle(Instant::now(), 159));
        assert!(matches!(queue.next(Instant::now(), 159), NextDelivery::Wait(_)));
        assert!(!queue.is_idle(Instant::now(), 160));
        assert_eq!(sent(&mut queue, 160), [0, 1]);
    }

    #[test]
    fn events_can_be_reordered_dropped_and_resent() {
        let mut queue = queue(DeliveryMode::Reorder, 4);
        assert_eq!(sent(&mut queue, 100), [3, 2, 1, 0]);
        queue.mode = DeliveryMode::Normal;
        queue.drop_next(2);
        for name in ["7", "8", "9"] {
            queue.enqueue(name, Endpoint::Connect, &name.into(), 100);
        }
        assert_eq!(sent(&mut queue, 100), [9]);
        queue.mode = DeliveryMode::Hold;
        queue.enqueue("1", Endpoint::Connect, &"1".into(), 100);
        queue.enqueue_now("8", Endpoint::Connect, &"8".into());
        assert_eq!(sent(&mut queue, 100), [8], "even while others are held");
        assert_eq!((queue.len(), queue.held_or_delayed()), (1, 1));
        queue.release();
        assert_eq!(sent(&mut queue, 100), [1]);
    }
}
