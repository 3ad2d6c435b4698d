import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/** The folder of the repository; `content_path` and relative data folders start here. */
export const PROJECT_ROOT = resolve(import.meta.dirname, '..', '..');

export const TEMPLATE_NAMES = [
  'confirmation',
  'recovery',
  'magic_link',
  'email_change',
  'invite',
  'reauthentication',
] as const;
export type TemplateName = (typeof TEMPLATE_NAMES)[number];

const Template = z.object({ subject: z.string(), content_path: z.string() });

const Config = z.object({
  api: z.object({ schemas: z.array(z.string()), max_rows: z.number() }),
  local_smtp: z.object({ admin_email: z.string(), sender_name: z.string() }),
  auth: z.object({
    site_url: z.url(),
    additional_redirect_urls: z.array(z.string()),
    jwt_expiry: z.number(),
    enable_refresh_token_rotation: z.boolean(),
    refresh_token_reuse_interval: z.number(),
    enable_signup: z.boolean(),
    minimum_password_length: z.number(),
    email: z.object({
      double_confirm_changes: z.boolean(),
      enable_confirmations: z.boolean(),
      secure_password_change: z.boolean(),
      max_frequency: z.string().transform(secondsOf),
      otp_length: z.number(),
      otp_expiry: z.number(),
      template: z.record(z.enum(TEMPLATE_NAMES), Template),
    }),
  }),
});

export type SupabaseConfig = z.infer<typeof Config>;

/** Reads supabase/config.toml, which the Supabase CLI and hosted projects read too. Throws what is wrong with it. */
export function readConfig(): SupabaseConfig {
  const text = readFileSync(join(PROJECT_ROOT, 'supabase', 'config.toml'), 'utf8');
  const { data, error } = Config.safeParse(Bun.TOML.parse(text));
  if (error) throw new Error(`supabase/config.toml is not as expected.\n${z.prettifyError(error)}`);
  return data;
}

/** Seconds of a Go duration such as `60s` or `1m30s`, the form config.toml uses. */
export function secondsOf(duration: string): number {
  const UNITS = { h: 3600, m: 60, s: 1 };
  const parts = [...duration.matchAll(/(\d+)([hms])/g)];
  if (parts.map(([part]) => part).join('') !== duration)
    throw new Error(`"${duration}" is not a duration such as 60s.`);
  // The expression above lets nothing but the three units through.
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit as keyof typeof UNITS], 0);
}
