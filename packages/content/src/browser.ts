export * from "./errors.ts";
export * from "./gateway-reader.ts";
export * from "./port.ts";
export * from "./upload.ts";
