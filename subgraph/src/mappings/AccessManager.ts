export { handleRoleGranted } from "../handlers/AccessManager/roleGranted";
export { handleRoleRevoked } from "../handlers/AccessManager/roleRevoked";
