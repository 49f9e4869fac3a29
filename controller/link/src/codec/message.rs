//! Every message this program speaks or understands, as one enumeration.

use super::wire::Payload;
#[allow(clippy::wildcard_imports)] // the table below names every message of both files
use super::{around::*, conversation::*, long::*, payload::*, telemetry::*};
use mavlink::{MavlinkVersion, dialects::common::MavMessage, error::ParserError};

macro_rules! messages {
    ($(#[$doc:meta])* $all:ident: $($name:ident),* $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub enum $all {
            $(#[doc = concat!("See [`", stringify!($name), "`].")] $name($name),)*
        }

        $(impl From<$name> for $all {
            fn from(body: $name) -> Self {
                Self::$name(body)
            }
        })*

        impl $all {
            /// The number of every message in the table.
            pub const IDS: &'static [u32] = &[$($name::ID),*];

            /// The message's number.
            #[must_use]
            pub fn id(&self) -> u32 {
                match self { $(Self::$name(_) => $name::ID,)* }
            }

            /// The message's name here.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self { $(Self::$name(_) => $name::NAME,)* }
            }

            /// The message with this number and payload; nothing when the table does not have it.
            #[must_use]
            pub fn read(id: u32, payload: &[u8]) -> Option<Self> {
                match id { $($name::ID => Some(Self::$name($name::read(payload))),)* _ => None }
            }

            /// The whole payload, trailing zeros kept.
            #[must_use]
            pub fn payload(&self) -> Vec<u8> {
                let mut out = Vec::with_capacity(64);
                self.write(&mut out);
                out
            }

            /// Appends the whole payload, trailing zeros kept.
            #[inline]
            pub(super) fn write(&self, out: &mut Vec<u8>) {
                match self { $(Self::$name(body) => body.write(out),)* }
            }
        }

        /// What lets the `mavlink` crate frame and seal our messages as it does its own.
        impl mavlink::Message for $all {
            fn message_id(&self) -> u32 {
                self.id()
            }

            fn message_name(&self) -> &'static str {
                self.name()
            }

            fn target_system_id(&self) -> Option<u8> {
                None
            }

            fn target_component_id(&self) -> Option<u8> {
                None
            }

            fn target_system_id_mut(&mut self) -> Option<&mut u8> {
                None
            }

            fn target_component_id_mut(&mut self) -> Option<&mut u8> {
                None
            }

            fn ser(&self, _: MavlinkVersion, bytes: &mut [u8]) -> usize {
                let payload = self.payload();
                // Trailing zeros are cut, the first byte always stays.
                let used = payload.iter().rposition(|byte| *byte != 0).map_or(1, |last| last + 1);
                bytes[..used].copy_from_slice(&payload[..used]);
                used
            }

            fn parse(_: MavlinkVersion, id: u32, payload: &[u8]) -> Result<Self, ParserError> {
                Self::read(id, payload).ok_or(ParserError::UnknownMessage { id })
            }

            fn message_id_from_name(name: &str) -> Option<u32> {
                MavMessage::message_id_from_name(name)
            }

            fn default_message_from_id(id: u32) -> Option<Self> {
                Self::read(id, &[])
            }

            fn extra_crc(id: u32) -> u8 {
                super::seed(id).unwrap_or(0)
            }
        }
    };
}

messages!(
    /// One message.
    Message:
    Heartbeat,
    SysStatus,
    SystemTime,
    Ping,
    GpsRawInt,
    Attitude,
    LocalPositionNed,
    GlobalPositionInt,
    MissionCurrent,
    MissionItemReached,
    VfrHud,
    RadioStatus,
    Timesync,
    Altitude,
    BatteryStatus,
    AutopilotVersion,
    EstimatorStatus,
    WindCov,
    HomePosition,
    MessageInterval,
    ExtendedSysState,
    Statustext,
    GpsGlobalOrigin,
    SetMode,
    ParamRequestRead,
    ParamRequestList,
    ParamValue,
    ParamSet,
    MissionItem,
    MissionRequest,
    MissionSetCurrent,
    MissionRequestList,
    MissionCount,
    MissionClearAll,
    MissionAck,
    MissionRequestInt,
    MissionItemInt,
    CommandInt,
    CommandLong,
    CommandAck,
    TerrainRequest,
    TerrainData,
    TerrainCheck,
    TerrainReport,
    OpenDroneIdBasicId,
    OpenDroneIdLocation,
    EkfStatusReport,
    AdsbVehicle,
    CameraCaptureStatus,
    CameraFovStatus,
    CameraTrackingImageStatus,
    CameraTrackingGeoStatus,
    GimbalManagerInformation,
    GimbalManagerStatus,
    GimbalDeviceAttitudeStatus,
    GimbalManagerSetPitchyaw,
);

messages!(
    /// One of the messages that are rare and so long that every other one would be moved about in their size.
    LongMessage:
    CameraInformation,
    VideoStreamInformation,
);
