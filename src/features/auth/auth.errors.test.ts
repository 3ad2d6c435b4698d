import { AuthApiError, AuthSessionMissingError } from '@supabase/supabase-js';
import { expect, test } from 'vitest';
import { AppError } from '~/lib/errors';
import { refusalOf } from './auth.errors';

const refusal = (code: string) => refusalOf(new AuthApiError('what the server says', 400, code));

test('what a user can do something about is a refusal in our words', () => {
  expect(refusal('invalid_credentials')).toMatchObject({ code: 'unauthorized', status: 401 });
  expect(refusal('weak_password')).toMatchObject({ code: 'invalid', status: 400 });
  expect(refusal('otp_expired')).toMatchObject({ code: 'invalid' });
  expect(refusal('user_banned')).toMatchObject({ code: 'forbidden', status: 403 });
  expect(refusal('invalid_credentials').message).not.toContain('what the server says');
});

test('a session that is gone asks to sign in again', () => {
  expect(refusalOf(new AuthSessionMissingError())).toMatchObject({ code: 'unauthorized' });
});

test('a rate limit says when to come back', () => {
  for (const code of ['over_request_rate_limit', 'over_email_send_rate_limit']) {
    expect(refusal(code)).toMatchObject({ code: 'rate_limited', status: 429, retryAfterSeconds: 60 });
  }
});

test('anything else is a bug and stays what it is', () => {
  for (const code of ['unexpected_failure', 'constructor', '']) {
    expect(refusal(code)).toBeInstanceOf(AuthApiError);
    expect(refusal(code)).not.toBeInstanceOf(AppError);
  }
});
