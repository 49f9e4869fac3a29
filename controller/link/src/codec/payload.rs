//! What hangs under an aircraft and what is around it: gimbals, cameras, other traffic, terrain; in the wire order of
//! common.xml.

use super::Text;

message!(
    /// Asks for terrain heights; each bit of the mask is a square of 4 by 4 that is missing.
    TerrainRequest = 133 {
        mask: u64; lat: i32, "degE7"; lon: i32, "degE7"; grid_spacing: u16, "m"
    }
);

message!(
    /// One square of 4 by 4 terrain heights.
    TerrainData = 134 {
        lat: i32, "degE7"; lon: i32, "degE7"; grid_spacing: u16, "m"; data: [i16; 16], "m"; gridbit: u8
    }
);

message!(
    /// Another aircraft, as its transponder tells.
    AdsbVehicle = 246 {
        icao_address: u32; lat: i32, "degE7"; lon: i32, "degE7"; altitude: i32, "mm"; heading: u16, "cdeg";
        hor_velocity: u16, "cm/s"; ver_velocity: i16, "cm/s"; flags: u16, "ADSB_FLAGS"; squawk: u16; altitude_type:
        u8, "ADSB_ALTITUDE_TYPE"; callsign: Text<9>; emitter_type: u8, "ADSB_EMITTER_TYPE"; tslc: u8, "s"
    }
);

message!(
    /// Whether a camera takes pictures and records.
    CameraCaptureStatus = 262 {
        time_boot_ms: u32, "ms"; image_interval: f32, "s"; recording_time_ms: u32, "ms"; available_capacity: f32,
        "MiB"; image_status: u8; video_status: u8; [image_count: i32; camera_device_id: u8]
    }
);

message!(
    /// Where a camera looks and how wide.
    CameraFovStatus = 271 {
        time_boot_ms: u32, "ms"; lat_camera: i32, "degE7"; lon_camera: i32, "degE7"; alt_camera: i32, "mm";
        lat_image: i32, "degE7"; lon_image: i32, "degE7"; alt_image: i32, "mm"; q: [f32; 4]; hfov: f32, "deg"; vfov:
        f32, "deg"; [camera_device_id: u8]
    }
);

message!(
    /// Where in its picture the thing is that a camera follows: 0 to 1 from the left and from the top.
    CameraTrackingImageStatus = 275 {
        point_x: f32; point_y: f32; radius: f32; rec_top_x: f32; rec_top_y: f32; rec_bottom_x: f32; rec_bottom_y: f32;
        tracking_status: u8, "CAMERA_TRACKING_STATUS_FLAGS"; tracking_mode: u8, "CAMERA_TRACKING_MODE"; target_data: u8,
        "CAMERA_TRACKING_TARGET_DATA"; [camera_device_id: u8]
    }
);

message!(
    /// Where the thing is that a camera follows.
    CameraTrackingGeoStatus = 276 {
        lat: i32, "degE7"; lon: i32, "degE7"; alt: f32, "m"; h_acc: f32, "m"; v_acc: f32, "m"; vel_n: f32, "m/s";
        vel_e: f32, "m/s"; vel_d: f32, "m/s"; vel_acc: f32, "m/s"; dist: f32, "m"; hdg: f32, "rad"; hdg_acc: f32,
        "rad"; tracking_status: u8, "CAMERA_TRACKING_STATUS_FLAGS"; [camera_device_id: u8]
    }
);

message!(
    /// What a gimbal can do.
    GimbalManagerInformation = 280 {
        time_boot_ms: u32, "ms"; cap_flags: u32, "GIMBAL_MANAGER_CAP_FLAGS"; roll_min: f32, "rad"; roll_max: f32,
        "rad"; pitch_min: f32, "rad"; pitch_max: f32, "rad"; yaw_min: f32, "rad"; yaw_max: f32, "rad";
        gimbal_device_id: u8
    }
);

message!(
    /// Who controls a gimbal.
    GimbalManagerStatus = 281 {
        time_boot_ms: u32, "ms"; flags: u32, "GIMBAL_MANAGER_FLAGS"; gimbal_device_id: u8; primary_control_sysid: u8;
        primary_control_compid: u8; secondary_control_sysid: u8; secondary_control_compid: u8
    }
);

message!(
    /// Where a gimbal points.
    GimbalDeviceAttitudeStatus = 285 {
        time_boot_ms: u32, "ms"; q: [f32; 4]; angular_velocity_x: f32, "rad/s"; angular_velocity_y: f32, "rad/s";
        angular_velocity_z: f32, "rad/s"; failure_flags: u32, "GIMBAL_DEVICE_ERROR_FLAGS"; flags: u16,
        "GIMBAL_DEVICE_FLAGS"; target_system: u8; target_component: u8; [delta_yaw: f32, "rad"; delta_yaw_velocity:
        f32, "rad/s"; gimbal_device_id: u8]
    }
);

message!(
    /// Points a gimbal.
    GimbalManagerSetPitchyaw = 287 {
        flags: u32, "GIMBAL_MANAGER_FLAGS"; pitch: f32, "rad"; yaw: f32, "rad"; pitch_rate: f32, "rad/s"; yaw_rate:
        f32, "rad/s"; target_system: u8; target_component: u8; gimbal_device_id: u8
    }
);
