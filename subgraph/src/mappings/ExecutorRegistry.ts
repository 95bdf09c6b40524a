export { handleAuthorityUpdated } from "../handlers/ExecutorRegistry/authorityUpdated";
export { handleExecutorAttested } from "../handlers/ExecutorRegistry/executorAttested";
export { handleExecutorSuspended } from "../handlers/ExecutorRegistry/executorSuspended";
export { handleMinimumStakeSet } from "../handlers/ExecutorRegistry/minimumStakeSet";
export { handleStakeAdded } from "../handlers/ExecutorRegistry/stakeAdded";
export { handleStakeSlashed } from "../handlers/ExecutorRegistry/stakeSlashed";
export { handleStakeWithdrawn } from "../handlers/ExecutorRegistry/stakeWithdrawn";
export { handleUnbondingStarted } from "../handlers/ExecutorRegistry/unbondingStarted";
