//! Who works on a data folder alone: what one process writes, another on the same folder would not tell its
//! pages.
use std::{
    fs::{File, TryLockError},
    path::Path,
};

const NAME: &str = "serve.lock";

/// Held while a house is served, filled or brought up to date.
pub struct DataLock {
    _file: File,
}

/// Nobody else has the folder, until the lock is dropped.
pub fn lock(data: &Path) -> Result<DataLock, String> {
    let file = File::create(data.join(NAME)).map_err(|e| format!("{}: {e}", data.join(NAME).display()))?;
    if is_held(&file) {
        return Err(format!("{} is in use by another cordee: stop that one first", data.display()));
    }
    Ok(DataLock { _file: file })
}

/// Does somebody work on it now? Whoever asks makes nothing.
pub fn is_in_use(data: &Path) -> bool {
    File::open(data.join(NAME)).is_ok_and(|file| is_held(&file))
}

/// Some network file systems know no locks.
fn is_held(file: &File) -> bool {
    matches!(file.try_lock(), Err(TryLockError::WouldBlock))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_one_process_s_at_a_time() {
        let data = tempfile::tempdir().unwrap();
        assert!(!is_in_use(data.path()) && !data.path().join(NAME).exists());
        let held = lock(data.path()).unwrap();
        assert!(is_in_use(data.path()));
        let refused = lock(data.path()).err().unwrap();
        assert!(refused.contains(data.path().to_str().unwrap()) && refused.contains("stop"), "{refused}");
        drop(held);
        assert!(!is_in_use(data.path()) && lock(data.path()).is_ok());
    }
}
