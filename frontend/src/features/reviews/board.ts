import { reviewBoardAbi } from "@nexus/protocol";
import { useRuntime } from "../../config/context.tsx";

/** The ReviewBoard of the configured deployment, as viem wants it. */
export function useBoard() {
  const { contracts } = useRuntime();
  return { address: contracts.ReviewBoard, abi: reviewBoardAbi } as const;
}

export type Board = ReturnType<typeof useBoard>;
