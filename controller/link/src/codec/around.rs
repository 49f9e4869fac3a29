//! Others in the air, and the ground below as two ends compare it; in the wire order of common.xml.

message!(
    /// Asks what is known of the ground at a place.
    TerrainCheck = 135 {
        lat: i32, "degE7"; lon: i32, "degE7"
    }
);

message!(
    /// What is known of the ground at a place.
    TerrainReport = 136 {
        lat: i32, "degE7"; lon: i32, "degE7"; terrain_height: f32, "m"; current_height: f32, "m"; spacing: u16;
        pending: u16; loaded: u16
    }
);

message!(
    /// What kind of unmanned aircraft is near.
    OpenDroneIdBasicId = 12900 {
        target_system: u8; target_component: u8; id_or_mac: [u8; 20]; id_type: u8, "MAV_ODID_ID_TYPE"; ua_type: u8,
        "MAV_ODID_UA_TYPE"; uas_id: [u8; 20]
    }
);

message!(
    /// Where an unmanned aircraft is.
    OpenDroneIdLocation = 12901 {
        latitude: i32, "degE7"; longitude: i32, "degE7"; altitude_barometric: f32, "m"; altitude_geodetic: f32, "m";
        height: f32, "m"; timestamp: f32, "s"; direction: u16, "cdeg"; speed_horizontal: u16, "cm/s"; speed_vertical:
        i16, "cm/s"; target_system: u8; target_component: u8; id_or_mac: [u8; 20]; status: u8, "MAV_ODID_STATUS";
        height_reference: u8, "MAV_ODID_HEIGHT_REF"; horizontal_accuracy: u8, "MAV_ODID_HOR_ACC"; vertical_accuracy:
        u8, "MAV_ODID_VER_ACC"; barometer_accuracy: u8, "MAV_ODID_VER_ACC"; speed_accuracy: u8, "MAV_ODID_SPEED_ACC";
        timestamp_accuracy: u8, "MAV_ODID_TIME_ACC"
    }
);
