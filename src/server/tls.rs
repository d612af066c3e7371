//! HTTPS: phones allow an installable app, camera and microphone only there.
use super::config::{Config, Tls};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use std::{
    net::{IpAddr, UdpSocket},
    path::Path,
    sync::Arc,
};
use tokio_rustls::TlsAcceptor;

/// The key of a certificate made here, in the data folder.
pub const SELF_SIGNED_KEY: &str = "self-signed.key";

/// What accepts secured connections, if there are to be any.
pub fn acceptor(config: &Config) -> Result<Option<TlsAcceptor>, String> {
    let (certificate, key) = match &config.tls {
        Tls::Off => return Ok(None),
        Tls::Files { certificate, key } => (certificate.clone(), key.clone()),
        Tls::SelfSigned => self_signed(&config.data, config.address.ip())?,
    };
    let chain: Result<Vec<_>, _> = CertificateDer::pem_file_iter(&certificate).and_then(Iterator::collect);
    let chain = chain.map_err(|e| format!("tls_cert {}: {e}", certificate.display()))?;
    let key = PrivateKeyDer::from_pem_file(&key).map_err(|e| format!("tls_key {}: {e}", key.display()))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| e.to_string())?;
    let mut tls = builder
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|e| format!("tls_cert, tls_key: {e}"))?;
    tls.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Some(TlsAcceptor::from(Arc::new(tls))))
}

/// A certificate for this machine's names, made once into the data folder.
fn self_signed(data: &Path, address: IpAddr) -> Result<(std::path::PathBuf, std::path::PathBuf), String> {
    let (certificate, key) = (data.join("self-signed.pem"), data.join(SELF_SIGNED_KEY));
    if !certificate.exists() {
        let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
        let own = if address.is_unspecified() { own_address() } else { Some(address) };
        names.extend(own.map(|a| a.to_string()));
        let made = rcgen::generate_simple_self_signed(names).map_err(|e| e.to_string())?;
        std::fs::create_dir_all(data).map_err(|e| e.to_string())?;
        write_private(&key, &made.signing_key.serialize_pem()).map_err(|e| e.to_string())?;
        std::fs::write(&certificate, made.cert.pem()).map_err(|e| e.to_string())?;
    }
    Ok((certificate, key))
}

/// The address other machines of the network see; nothing is sent to find it.
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    Some(socket.local_addr().ok()?.ip())
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)?
        .write_all(text.as_bytes())
}
