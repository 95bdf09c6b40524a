import { type Fault, InvalidDocumentError, NxsError } from "@nexus/protocol";

/** The page's runtime configuration breaks its rules; `faults` name the fields. */
export class InvalidRuntimeConfigError extends InvalidDocumentError {
  readonly code = "INVALID_RUNTIME_CONFIG";

  constructor({ faults }: { faults: readonly Fault[] }) {
    super("runtime configuration (config.json)", faults);
  }
}

/** The page's runtime configuration can't be read at all. */
export class RuntimeConfigMissingError extends NxsError {
  readonly code = "RUNTIME_CONFIG_MISSING";
  readonly url: string;

  constructor({ url, reason, cause }: { url: string; reason: string; cause?: unknown }) {
    super(`${url} can't be read: ${reason}. Serve config.json beside index.html.`, { cause });
    this.url = url;
  }
}

/** A person typed an address that can't be used as an override. */
export class InvalidOverrideError extends NxsError {
  readonly code = "INVALID_OVERRIDE";
  readonly field: string;
  readonly value: string;

  constructor({ field, value }: { field: string; value: string }) {
    super(`"${value}" can't be the ${field}: give an address that begins with http:// or https://.`);
    this.field = field;
    this.value = value;
  }
}
