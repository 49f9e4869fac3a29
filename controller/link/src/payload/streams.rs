//! The address of a video stream as a person may copy it into a player: what came over the air is only shown when it is
//! an address of a kind that leads to pictures.

use crate::codec::VideoStreamInformation;
use crate::limits;
use controller_core::VideoStream;

/// `VIDEO_STREAM_STATUS_FLAGS`.
const RUNNING: u16 = 1;
const THERMAL: u16 = 2;
/// `VIDEO_STREAM_TYPE` whose address may be a bare port: RTP over UDP.
const RTP_UDP: u8 = 1;
/// Kinds of addresses a player takes.
const SCHEMES: [&str; 8] = ["rtsp", "rtsps", "rtspt", "rtp", "udp", "tcp", "https", "srt"];

/// The stream a camera tells of; nothing when its address is none.
pub(super) fn read(told: &VideoStreamInformation) -> Option<VideoStream> {
    let uri = address(&told.uri.to_text(), told.kind)?;
    let name: String = told.name.to_text().chars().filter(|c| !c.is_control()).collect();
    let size = (told.resolution_h > 0 && told.resolution_v > 0).then_some((told.resolution_h, told.resolution_v));
    Some(VideoStream {
        number: told.stream_id,
        name: name.trim().to_owned(),
        uri,
        is_running: told.flags & RUNNING != 0,
        is_thermal: told.flags & THERMAL != 0,
        size,
    })
}

/// An address of a known kind, of printable ASCII without what could end a quotation or a word.
fn address(text: &str, kind: u8) -> Option<String> {
    let text = text.trim();
    if kind == RTP_UDP
        && let Ok(port) = text.parse::<u16>()
    {
        return (port != 0).then(|| format!("udp://0.0.0.0:{port}"));
    }
    let (scheme, rest) = text.split_once("://")?;
    let known = SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let plain = |c: char| c.is_ascii_graphic() && !"\"'<>`\\{}|^".contains(c);
    // What stands before an @ is a password: it is nobody's to read on a screen.
    let (host, path) = rest.split_once('/').map_or((rest, None), |(host, path)| (host, Some(path)));
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let is_whole = known && !host.is_empty() && rest.chars().all(plain) && text.len() <= limits::ADDRESS_BYTES;
    let path = path.map(|path| format!("/{path}")).unwrap_or_default();
    is_whole.then(|| format!("{}://{host}{path}", scheme.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::Text;
    use proptest::prelude::*;

    #[test]
    fn addresses_of_pictures_are_shown_and_nothing_else_is() {
        let told = |uri: &str| address(uri, 0);
        assert_eq!(told("rtsp://192.168.144.25:8554/main.264").as_deref(), Some("rtsp://192.168.144.25:8554/main.264"));
        assert_eq!(told("RTSP://cam/1").as_deref(), Some("rtsp://cam/1"));
        assert_eq!(told("rtsp://admin:secret@10.0.0.2/live").as_deref(), Some("rtsp://10.0.0.2/live"));
        assert_eq!(address("5600", RTP_UDP).as_deref(), Some("udp://0.0.0.0:5600"));
        for bad in [
            "javascript:alert(1)",
            "javascript://x/%0aalert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "http://",
            "",
            "rtsp://",
            "rtsp://a b",
            "rtsp://a\"onload=",
            "rtsp://a/<b>",
            "5600",
            "rtsp://\u{202e}a",
            "rtsp://user@",
        ] {
            assert_eq!(told(bad), None, "{bad}");
        }
        assert_eq!(address("0", RTP_UDP), None);
    }

    proptest! {
        #[test]
        fn whatever_comes_an_address_is_plain_text_or_none(bytes in prop::collection::vec(any::<u8>(), 160), kind: u8) {
            let mut uri = [0; 160];
            uri.copy_from_slice(&bytes);
            let told = VideoStreamInformation { uri: Text(uri), kind, ..VideoStreamInformation::default() };
            if let Some(stream) = read(&told) {
                prop_assert!(stream.uri.chars().all(|c| c.is_ascii_graphic()) && stream.uri.contains("://"));
            }
        }
    }
}
