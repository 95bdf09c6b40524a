export * from "./embedded.ts";
export * from "./errors.ts";
export * from "./gateway.ts";
export * from "./gateway-reader.ts";
export * from "./memory.ts";
export * from "./port.ts";
