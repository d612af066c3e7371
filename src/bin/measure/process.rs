//! The server's memory and CPU, read from `/proc` where it runs on this machine.
use std::{fs, path::PathBuf, time::Duration};

/// A process on this machine.
#[derive(Clone, Debug)]
pub struct Process(PathBuf);

/// The kernel counts CPU time in hundredths of a second.
const TICK: Duration = Duration::from_millis(10);

/// Who listens on the port of this address, if it is somebody here.
pub fn listening_on(address: &str) -> Option<Process> {
    let port: u16 = address.rsplit(':').next()?.parse().ok()?;
    let socket = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .find_map(|table| inode(&fs::read_to_string(table).ok()?, port))?;
    let wanted = ["socket:[", &socket, "]"].concat();
    let folders = fs::read_dir("/proc")
        .ok()?
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(|c: char| c.is_ascii_digit()));
    folders.map(|entry| entry.path()).filter(|path| holds(path, &wanted)).map(Process).next()
}

/// The inode of the listening socket in a table of the kernel: `sl local remote state … inode`.
fn inode(table: &str, port: u16) -> Option<String> {
    let local = format!(":{port:04X}");
    let rows = table.lines().skip(1).map(|line| line.split_whitespace().collect::<Vec<_>>());
    rows.into_iter()
        .find(|row| row.len() > 9 && row[3] == "0A" && row[1].ends_with(&local))
        .map(|row| row[9].to_owned())
}

fn holds(process: &std::path::Path, wanted: &str) -> bool {
    let Ok(files) = fs::read_dir(process.join("fd")) else { return false };
    files.flatten().any(|file| fs::read_link(file.path()).is_ok_and(|target| target.as_os_str() == wanted))
}

impl Process {
    /// Resident memory, in bytes.
    pub fn memory(&self) -> u64 {
        self.status("VmRSS:")
    }
    /// The most it ever was, in bytes.
    pub fn peak_memory(&self) -> u64 {
        self.status("VmHWM:")
    }
    fn status(&self, key: &str) -> u64 {
        let text = fs::read_to_string(self.0.join("status")).unwrap_or_default();
        let kilobytes = text
            .lines()
            .find_map(|line| line.strip_prefix(key)?.split_whitespace().next()?.parse::<u64>().ok());
        kilobytes.unwrap_or(0) * 1024
    }
    /// CPU time spent so far, user and system.
    pub fn cpu(&self) -> Duration {
        let text = fs::read_to_string(self.0.join("stat")).unwrap_or_default();
        // The name in brackets may hold spaces: the numbers come after the last bracket; user and system time
        // are the 12th and 13th of them.
        let after = text.rsplit(')').next().unwrap_or_default();
        let ticks: u32 =
            after.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u32>().ok()).sum();
        TICK * ticks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listener_is_found_by_its_port() {
        let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let found = listening_on(&socket.local_addr().unwrap().to_string()).unwrap();
        assert!(found.memory() > 0 && found.peak_memory() >= found.memory());
        assert_eq!(found.0, PathBuf::from(format!("/proc/{}", std::process::id())));
    }
}
