// What one ODIN call is answered with, before it is written: a status and JSON, or a page. Knows no HTTP server.
import type { Quantity } from '../world/world.js';

/** What JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [field: string]: Json;
}

export interface OdinAnswer {
  readonly status: number;
  readonly body: Json;
  /** Sent in place of the body, as a page of a gateway is. */
  readonly page?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function ok(body: Json): OdinAnswer {
  return { status: 200, body };
}

/** A refusal of ODIN itself. */
export function refused(status: number, error: string): OdinAnswer {
  const details = status === 400 ? { details: 'Bad Request' } : {};
  return { status, body: { status, error, ...details } };
}

/** A refusal of BroadWorks that ODIN passes on: the number, the sentence, the OCI request behind the call. */
export function passedOn(status: number, code: number, text: string, command: string): OdinAnswer {
  return refused(status, `[Error ${code}] ${text}: ${command}`);
}

/** Optional fields are absent when they are not set; those that are undefined here are left out. */
export function present(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as Record<string, Json>;
}

/** −1 stands for unlimited. */
export function count(quantity: Quantity): number {
  return quantity === 'unlimited' ? -1 : quantity;
}

/** What tables show as an empty cell is null in JSON. */
export function orNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}
