//! The figures of a load test, as a table and as JSON.
use super::pair::Tally;
use serde_json::{Value, json};
use std::time::Duration;

/// What a load test found.
#[derive(Clone, Debug)]
pub struct Report {
    pub pairs: usize,
    /// Seconds from one step of a pair to its next; 0: as soon as answered.
    pub pace: f64,
    pub took: Duration,
    pub tally: Tally,
    pub server: Server,
}

/// The server's memory in bytes and its CPU time, where they could be read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Server {
    pub rest: Option<u64>,
    pub connected: Option<u64>,
    pub peak: Option<u64>,
    pub cpu: Option<Duration>,
}

/// p50, p95, p99 and the longest, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Latency {
    pub p50: f64,
    pub p95: f64,
    pub p99: f64,
    pub max: f64,
}

impl Latency {
    /// Of measurements in microseconds.
    pub fn of(measured: &[u32]) -> Latency {
        let mut sorted = measured.to_vec();
        sorted.sort_unstable();
        let at = |part: f64| {
            let place = ((sorted.len() as f64 * part).ceil() as usize).saturating_sub(1);
            sorted.get(place).map_or(0.0, |micros| f64::from(*micros) / 1000.0)
        };
        Latency { p50: at(0.50), p95: at(0.95), p99: at(0.99), max: at(1.0) }
    }
    fn json(self) -> Value {
        json!({"p50_ms": self.p50, "p95_ms": self.p95, "p99_ms": self.p99, "max_ms": self.max})
    }
}

fn latency_line(name: &str, measured: &[u32]) -> String {
    let Latency { p50, p95, p99, max } = Latency::of(measured);
    format!("{name:<34}{p50:>9.2}{p95:>9.2}{p99:>9.2}{max:>9.2}")
}

impl Report {
    /// Nothing lost, doubled, out of order or refused.
    pub fn is_clean(&self) -> bool {
        let Tally { lost, duplicated, out_of_order, unacknowledged, ref troubles, .. } = self.tally;
        lost + duplicated + out_of_order + unacknowledged == 0 && troubles.is_empty()
    }
    /// Steps a second: instruction, seen, answer, seen.
    pub fn rate(&self) -> f64 {
        self.tally.steps as f64 / self.took.as_secs_f64().max(0.001)
    }
    fn cpu_share(&self) -> Option<f64> {
        Some(100.0 * self.server.cpu?.as_secs_f64() / self.took.as_secs_f64().max(0.001))
    }
    fn bytes_a_socket(&self) -> Option<u64> {
        Some(self.server.connected?.saturating_sub(self.server.rest?) / (2 * self.pairs.max(1) as u64))
    }

    /// For the terminal.
    pub fn table(&self) -> String {
        let Tally { steps, lost, duplicated, out_of_order, unacknowledged, .. } = self.tally;
        let Report { pairs, pace, .. } = self;
        let took = self.took.as_secs_f64();
        let mut lines = vec![
            format!("{pairs} pairs, pace {pace} s, {took:.1} s: {steps} steps, {:.1} steps/s", self.rate()),
            format!("{:<34}{:>9}{:>9}{:>9}{:>9}", "latency, ms", "p50", "p95", "p99", "max"),
            latency_line("instruction → seen by employee", &self.tally.instruction),
            latency_line("answer → seen by technician", &self.tally.answer),
            format!(
                "lost {lost}, duplicated {duplicated}, \
                 out of order {out_of_order}, unacknowledged {unacknowledged}"
            ),
        ];
        lines.extend(self.server_lines());
        lines.extend(self.tally.troubles.iter().take(5).map(|trouble| format!("trouble: {trouble}")));
        lines.push(String::new());
        lines.join("\n")
    }

    fn server_lines(&self) -> [String; 2] {
        let megabytes =
            |bytes: Option<u64>| bytes.map_or("unknown".into(), |b| format!("{:.1} MB", b as f64 / 1e6));
        let [rest, connected, peak] =
            [self.server.rest, self.server.connected, self.server.peak].map(megabytes);
        let each = self.bytes_a_socket().map_or("unknown".into(), |b| format!("{:.1} KB", b as f64 / 1e3));
        let cpu = self.cpu_share().map_or("unknown".into(), |share| format!("{share:.0} % of a core"));
        [
            format!("server: {rest} at rest, {connected} connected, {peak} at most"),
            format!("        {each} a socket, CPU {cpu}"),
        ]
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let tally = &self.tally;
        json!({
            "pairs": self.pairs, "pace_seconds": self.pace, "seconds": self.took.as_secs_f64(),
            "steps": tally.steps, "steps_per_second": self.rate(),
            "instruction_to_employee": Latency::of(&tally.instruction).json(),
            "answer_to_technician": Latency::of(&tally.answer).json(),
            "lost": tally.lost, "duplicated": tally.duplicated, "out_of_order": tally.out_of_order,
            "unacknowledged": tally.unacknowledged,
            "troubles": tally.troubles,
            "server": {
                "memory_at_rest": self.server.rest, "memory_connected": self.server.connected,
                "memory_peak": self.server.peak,
                "memory_per_socket": self.bytes_a_socket(),
                "cpu_seconds": self.server.cpu.map(|c| c.as_secs_f64()),
                "cpu_percent_of_a_core": self.cpu_share(),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_sorted_measurements() {
        let measured: Vec<u32> = (1..=100).rev().map(|n| n * 1000).collect();
        assert_eq!(Latency::of(&measured), Latency { p50: 50.0, p95: 95.0, p99: 99.0, max: 100.0 });
        assert_eq!(Latency::of(&[]), Latency::default());
    }
}
