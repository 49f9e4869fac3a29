//! Messages of more than 200 bytes, in the wire order of common.xml. They come once a contact and are decoded on demand:
//! see [`super::LongMessage`].

use super::Text;

message!(
    /// What a camera is and can do.
    CameraInformation = 259 {
        time_boot_ms: u32, "ms"; firmware_version: u32; focal_length: f32, "mm"; sensor_size_h: f32, "mm";
        sensor_size_v: f32, "mm"; flags: u32, "CAMERA_CAP_FLAGS"; resolution_h: u16, "pix"; resolution_v: u16, "pix";
        cam_definition_version: u16; vendor_name: [u8; 32]; model_name: [u8; 32]; lens_id: u8; cam_definition_uri:
        Text<140>; [gimbal_device_id: u8; camera_device_id: u8]
    }
);

message!(
    /// One video stream of a camera.
    VideoStreamInformation = 269 {
        framerate: f32, "Hz"; bitrate: u32, "bits/s"; flags: u16, "VIDEO_STREAM_STATUS_FLAGS"; resolution_h: u16,
        "pix"; resolution_v: u16, "pix"; rotation: u16, "deg"; hfov: u16, "deg"; stream_id: u8; count: u8; kind: u8,
        "VIDEO_STREAM_TYPE"; name: Text<32>; uri: Text<160>; [encoding: u8, "VIDEO_STREAM_ENCODING"; camera_device_id:
        u8]
    }
);
