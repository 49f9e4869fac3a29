//! What is asked, answered and transferred, in the wire order of common.xml.

use super::Text;

message!(
    /// Asks for a mode, the old way.
    SetMode = 11 {
        custom_mode: u32; target_system: u8; base_mode: u8, "MAV_MODE_FLAG"
    }
);

message!(
    /// Asks for one parameter.
    ParamRequestRead = 20 {
        param_index: i16; target_system: u8; target_component: u8; param_id: Text<16>
    }
);

message!(
    /// Asks for all parameters.
    ParamRequestList = 21 {
        target_system: u8; target_component: u8
    }
);

message!(
    /// One parameter.
    ParamValue = 22 {
        param_value: f32; param_count: u16; param_index: u16; param_id: Text<16>; param_type: u8, "MAV_PARAM_TYPE"
    }
);

message!(
    /// Changes one parameter.
    ParamSet = 23 {
        param_value: f32; target_system: u8; target_component: u8; param_id: Text<16>; param_type: u8,
        "MAV_PARAM_TYPE"
    }
);

message!(
    /// One mission item with degrees as floats, the old way.
    MissionItem = 39 {
        param1: f32; param2: f32; param3: f32; param4: f32; x: f32; y: f32; z: f32; seq: u16; command: u16,
        "MAV_CMD"; target_system: u8; target_component: u8; frame: u8, "MAV_FRAME"; current: u8; autocontinue: u8;
        [mission_type: u8, "MAV_MISSION_TYPE"]
    }
);

message!(
    /// Asks for one mission item, the old way.
    MissionRequest = 40 {
        seq: u16; target_system: u8; target_component: u8; [mission_type: u8, "MAV_MISSION_TYPE"]
    }
);

message!(
    /// Names the item to fly next.
    MissionSetCurrent = 41 {
        seq: u16; target_system: u8; target_component: u8
    }
);

message!(
    /// Asks how many items are aboard.
    MissionRequestList = 43 {
        target_system: u8; target_component: u8; [mission_type: u8, "MAV_MISSION_TYPE"]
    }
);

message!(
    /// How many items follow.
    MissionCount = 44 {
        count: u16; target_system: u8; target_component: u8; [mission_type: u8, "MAV_MISSION_TYPE"; opaque_id: u32]
    }
);

message!(
    /// Forget the mission.
    MissionClearAll = 45 {
        target_system: u8; target_component: u8; [mission_type: u8, "MAV_MISSION_TYPE"]
    }
);

message!(
    /// How a mission transfer ended.
    MissionAck = 47 {
        target_system: u8; target_component: u8; kind: u8, "MAV_MISSION_RESULT"; [mission_type: u8,
        "MAV_MISSION_TYPE"; opaque_id: u32]
    }
);

message!(
    /// Asks for one mission item.
    MissionRequestInt = 51 {
        seq: u16; target_system: u8; target_component: u8; [mission_type: u8, "MAV_MISSION_TYPE"]
    }
);

message!(
    /// One mission item.
    MissionItemInt = 73 {
        param1: f32; param2: f32; param3: f32; param4: f32; x: i32; y: i32; z: f32; seq: u16; command: u16,
        "MAV_CMD"; target_system: u8; target_component: u8; frame: u8, "MAV_FRAME"; current: u8; autocontinue: u8;
        [mission_type: u8, "MAV_MISSION_TYPE"]
    }
);

message!(
    /// A command with a place.
    CommandInt = 75 {
        param1: f32; param2: f32; param3: f32; param4: f32; x: i32; y: i32; z: f32; command: u16, "MAV_CMD";
        target_system: u8; target_component: u8; frame: u8, "MAV_FRAME"; current: u8; autocontinue: u8
    }
);

message!(
    /// A command with seven numbers.
    CommandLong = 76 {
        param1: f32; param2: f32; param3: f32; param4: f32; param5: f32; param6: f32; param7: f32; command: u16,
        "MAV_CMD"; target_system: u8; target_component: u8; confirmation: u8
    }
);

message!(
    /// What became of a command.
    CommandAck = 77 {
        command: u16, "MAV_CMD"; result: u8, "MAV_RESULT"; [progress: u8, "%"; result_param2: i32; target_system:
        u8; target_component: u8]
    }
);
