import { z } from 'zod';

/** A digest by SHA-256, in hex digits. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
