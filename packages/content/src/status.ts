import { InvalidCidError, type NxsError } from "@nexus/protocol";
import {
  ContentMalformedError,
  ContentNotFoundError,
  ContentTooLargeError,
  ContentUnavailableError,
} from "./errors.ts";

/** The HTTP status of a fault in what was asked for, or in what is kept. */
export function statusOf(error: NxsError): number {
  if (error instanceof InvalidCidError) return 400;
  if (error instanceof ContentNotFoundError) return 404;
  if (error instanceof ContentTooLargeError) return 413;
  if (error instanceof ContentMalformedError) return 422;
  return error instanceof ContentUnavailableError ? 502 : 500;
}
