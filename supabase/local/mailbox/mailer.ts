import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { App } from '@supabase/lite';
import { escapeHtml } from '../../../src/lib/escape-html';
import { PROJECT_ROOT, type SupabaseConfig, type TemplateName } from '../config';
import { htmlToText } from './html-to-text';
import type { Mailbox } from './mailbox';

type LiteMailer = NonNullable<App['_mailer']>;
type Variables = Record<'TokenHash' | 'Token' | 'SiteURL' | 'Email' | 'NewEmail', string>;

export interface Mailer extends LiteMailer {
  /** Renders a template of config.toml and puts the mail into the mailbox. */
  send(name: TemplateName, to: string, variables: Omit<Variables, 'SiteURL'>): void;
}

/**
 * Takes the place of lite's own mailer, whose plain-text part links to an address the app does not have and
 * whose reauthentication mail can not be changed. Templates are read at each mail, so an edit shows at once.
 */
export function createMailer(config: SupabaseConfig, siteUrl: string, mailbox: Mailbox): Mailer {
  const from = { name: config.local_smtp.sender_name, address: config.local_smtp.admin_email };
  const send: Mailer['send'] = (name, to, variables) => {
    const template = config.auth.email.template[name];
    const source = readFileSync(resolve(PROJECT_ROOT, template.content_path), 'utf8');
    const html = render(source, { ...variables, SiteURL: siteUrl });
    mailbox.deliver({
      from,
      to: { name: '', address: to },
      subject: template.subject,
      text: htmlToText(html),
      html,
    });
  };
  const plain = (name: TemplateName) => async (to: string, TokenHash: string, Token: string) =>
    send(name, to, { TokenHash, Token, Email: to, NewEmail: '' });
  return {
    send,
    sendConfirmation: plain('confirmation'),
    sendRecovery: plain('recovery'),
    sendMagicLink: plain('magic_link'),
    // lite has made a token for the new address too where both have to confirm, and mails the current one alone.
    sendEmailChange: async (to, TokenHash, Token, meta) => {
      const addresses = { Email: meta?.currentEmail ?? to, NewEmail: meta?.newEmail ?? '' };
      send('email_change', to, { TokenHash, Token, ...addresses });
      if (!meta?.tokenHashNew) return;
      const [hash, code] = [meta.tokenHashNew, meta.tokenNew ?? ''];
      send('email_change', addresses.NewEmail, { TokenHash: hash, Token: code, ...addresses });
    },
    sendReauthentication: async (to, Token, meta) =>
      send('reauthentication', to, { TokenHash: meta?.tokenHash ?? '', Token, Email: to, NewEmail: '' }),
  };
}

/** The part of Go's templates that ours use: `{{ .Name }}`. Throws for a name hosted Supabase has and this has not. */
export function render(source: string, variables: Variables): string {
  return source.replace(/\{\{\s*(.*?)\s*\}\}/g, (expression, name: string) => {
    const value = variables[name.slice(1) as keyof Variables];
    if (value === undefined)
      throw new Error(`The e-mail template uses ${expression}, which is not supported.`);
    return escapeHtml(value);
  });
}
