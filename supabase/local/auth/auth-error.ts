/** An error in the form of the auth server, with the code where `supabase-js` looks for it. */
export function authError(status: number, code: string, message: string): Response {
  const headers = { 'x-sb-error-code': code };
  return Response.json({ code: status, error_code: code, msg: message }, { status, headers });
}
