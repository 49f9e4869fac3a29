//! Who should fly where: airframes, routes, missions, patrol lines, response circles, the plan and its judge.
