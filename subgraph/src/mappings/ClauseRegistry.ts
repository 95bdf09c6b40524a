export { handleAuthorityUpdated } from "../handlers/ClauseRegistry/authorityUpdated";
export { handleClauseRegistered } from "../handlers/ClauseRegistry/clauseRegistered";
export { handleClauseTriggered } from "../handlers/ClauseRegistry/clauseTriggered";
export { handleEventSourceSet } from "../handlers/ClauseRegistry/eventSourceSet";
export { handleVersionBound } from "../handlers/ClauseRegistry/versionBound";
