//! What vehicles tell of themselves unasked, in the wire order of common.xml.

use super::Text;

message!(
    /// Who I am, what I do; once a second.
    Heartbeat = 0 {
        custom_mode: u32; kind: u8, "MAV_TYPE"; autopilot: u8, "MAV_AUTOPILOT"; base_mode: u8, "MAV_MODE_FLAG";
        system_status: u8, "MAV_STATE"; mavlink_version: u8
    }
);

message!(
    /// Sensors, battery and whether arming is possible.
    SysStatus = 1 {
        onboard_control_sensors_present: u32, "MAV_SYS_STATUS_SENSOR"; onboard_control_sensors_enabled: u32,
        "MAV_SYS_STATUS_SENSOR"; onboard_control_sensors_health: u32, "MAV_SYS_STATUS_SENSOR"; load: u16, "d%";
        voltage_battery: u16, "mV"; current_battery: i16, "cA"; drop_rate_comm: u16, "c%"; errors_comm: u16;
        errors_count1: u16; errors_count2: u16; errors_count3: u16; errors_count4: u16; battery_remaining: i8, "%";
        [onboard_control_sensors_present_extended: u32, "MAV_SYS_STATUS_SENSOR_EXTENDED";
        onboard_control_sensors_enabled_extended: u32, "MAV_SYS_STATUS_SENSOR_EXTENDED";
        onboard_control_sensors_health_extended: u32, "MAV_SYS_STATUS_SENSOR_EXTENDED"]
    }
);

message!(
    /// The vehicle's clocks.
    SystemTime = 2 {
        time_unix_usec: u64, "us"; time_boot_ms: u32, "ms"
    }
);

message!(
    /// Asks for, or answers with, the same number.
    Ping = 4 {
        time_usec: u64, "us"; seq: u32; target_system: u8; target_component: u8
    }
);

message!(
    /// The receiver's own fix.
    GpsRawInt = 24 {
        time_usec: u64, "us"; lat: i32, "degE7"; lon: i32, "degE7"; alt: i32, "mm"; eph: u16; epv: u16; vel: u16,
        "cm/s"; cog: u16, "cdeg"; fix_type: u8, "GPS_FIX_TYPE"; satellites_visible: u8; [alt_ellipsoid: i32, "mm";
        h_acc: u32, "mm"; v_acc: u32, "mm"; vel_acc: u32, "mm/s"; hdg_acc: u32, "degE5"; yaw: u16, "cdeg"]
    }
);

message!(
    /// How the vehicle is tilted.
    Attitude = 30 {
        time_boot_ms: u32, "ms"; roll: f32, "rad"; pitch: f32, "rad"; yaw: f32, "rad"; rollspeed: f32, "rad/s";
        pitchspeed: f32, "rad/s"; yawspeed: f32, "rad/s"
    }
);

message!(
    /// Position and speed north, east, down of the origin.
    LocalPositionNed = 32 {
        time_boot_ms: u32, "ms"; x: f32, "m"; y: f32, "m"; z: f32, "m"; vx: f32, "m/s"; vy: f32, "m/s"; vz: f32,
        "m/s"
    }
);

message!(
    /// The fused position and speed.
    GlobalPositionInt = 33 {
        time_boot_ms: u32, "ms"; lat: i32, "degE7"; lon: i32, "degE7"; alt: i32, "mm"; relative_alt: i32, "mm"; vx:
        i16, "cm/s"; vy: i16, "cm/s"; vz: i16, "cm/s"; hdg: u16, "cdeg"
    }
);

message!(
    /// Which mission item is being flown, and which plans are aboard.
    MissionCurrent = 42 {
        seq: u16; [total: u16; mission_state: u8, "MISSION_STATE"; mission_mode: u8; mission_id: u32; fence_id: u32;
        rally_points_id: u32]
    }
);

message!(
    /// A mission item was reached.
    MissionItemReached = 46 {
        seq: u16
    }
);

message!(
    /// What a pilot's display shows.
    VfrHud = 74 {
        airspeed: f32, "m/s"; groundspeed: f32, "m/s"; alt: f32, "m"; climb: f32, "m/s"; heading: i16, "deg";
        throttle: u16, "%"
    }
);

message!(
    /// How good the radio link is.
    RadioStatus = 109 {
        rxerrors: u16; fixed: u16; rssi: u8; remrssi: u8; txbuf: u8, "%"; noise: u8; remnoise: u8
    }
);

message!(
    /// Compares two clocks.
    Timesync = 111 {
        tc1: i64, "ns"; ts1: i64, "ns"; [target_system: u8; target_component: u8]
    }
);

message!(
    /// Every altitude the vehicle knows.
    Altitude = 141 {
        time_usec: u64, "us"; altitude_monotonic: f32, "m"; altitude_amsl: f32, "m"; altitude_local: f32, "m";
        altitude_relative: f32, "m"; altitude_terrain: f32, "m"; bottom_clearance: f32, "m"
    }
);

message!(
    /// One battery.
    BatteryStatus = 147 {
        current_consumed: i32, "mAh"; energy_consumed: i32, "hJ"; temperature: i16, "cdegC"; voltages: [u16; 10],
        "mV"; current_battery: i16, "cA"; id: u8; battery_function: u8, "MAV_BATTERY_FUNCTION"; kind: u8,
        "MAV_BATTERY_TYPE"; battery_remaining: i8, "%"; [time_remaining: i32, "s"; charge_state: u8,
        "MAV_BATTERY_CHARGE_STATE"; voltages_ext: [u16; 4], "mV"; mode: u8, "MAV_BATTERY_MODE"; fault_bitmask: u32,
        "MAV_BATTERY_FAULT"]
    }
);

message!(
    /// Capabilities, versions and the unique id.
    AutopilotVersion = 148 {
        capabilities: u64, "MAV_PROTOCOL_CAPABILITY"; uid: u64; flight_sw_version: u32; middleware_sw_version: u32;
        os_sw_version: u32; board_version: u32; vendor_id: u16; product_id: u16; flight_custom_version: [u8; 8];
        middleware_custom_version: [u8; 8]; os_custom_version: [u8; 8]; [uid2: [u8; 18]]
    }
);

message!(
    /// How well the vehicle knows where it is.
    EstimatorStatus = 230 {
        time_usec: u64, "us"; vel_ratio: f32; pos_horiz_ratio: f32; pos_vert_ratio: f32; mag_ratio: f32; hagl_ratio:
        f32; tas_ratio: f32; pos_horiz_accuracy: f32, "m"; pos_vert_accuracy: f32, "m"; flags: u16,
        "ESTIMATOR_STATUS_FLAGS"
    }
);

message!(
    /// The wind the vehicle feels.
    WindCov = 231 {
        time_usec: u64, "us"; wind_x: f32, "m/s"; wind_y: f32, "m/s"; wind_z: f32, "m/s"; var_horiz: f32, "m/s";
        var_vert: f32, "m/s"; wind_alt: f32, "m"; horiz_accuracy: f32, "m/s"; vert_accuracy: f32, "m/s"
    }
);

message!(
    /// Where the vehicle returns to.
    HomePosition = 242 {
        latitude: i32, "degE7"; longitude: i32, "degE7"; altitude: i32, "mm"; x: f32, "m"; y: f32, "m"; z: f32, "m";
        q: [f32; 4]; approach_x: f32, "m"; approach_y: f32, "m"; approach_z: f32, "m"; [time_usec: u64, "us"]
    }
);

message!(
    /// How often a message is sent.
    MessageInterval = 244 {
        interval_us: i32, "us"; message_id: u16
    }
);

message!(
    /// Whether it stands, climbs, flies or lands.
    ExtendedSysState = 245 {
        vtol_state: u8, "MAV_VTOL_STATE"; landed_state: u8, "MAV_LANDED_STATE"
    }
);

message!(
    /// Words of the vehicle.
    Statustext = 253 {
        severity: u8, "MAV_SEVERITY"; text: Text<50>; [id: u16; chunk_seq: u8]
    }
);

message!(
    /// The origin of the local frame.
    GpsGlobalOrigin = 49 {
        latitude: i32, "degE7"; longitude: i32, "degE7"; altitude: i32, "mm"; [time_usec: u64, "us"]
    }
);

message!(
    /// How sure ArduPilot's estimator is of where it is (ardupilotmega.xml).
    EkfStatusReport = 193 {
        velocity_variance: f32; pos_horiz_variance: f32; pos_vert_variance: f32; compass_variance: f32;
        terrain_alt_variance: f32; flags: u16, "EKF_STATUS_FLAGS"; [airspeed_variance: f32]
    }
);
